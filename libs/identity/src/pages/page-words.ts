import { en } from './messages/en.js';
import type { Language } from './messages/messages.js';
import type { ActionPage } from './page.js';
import { say, type Text } from './text.js';

const REFUSALS = {
  'auth.invalid_one_time_token': 'error.link',
  'auth.invalid_credentials': 'error.credentials',
  'auth.too_many_attempts': 'error.too_many',
  'auth.second_factor_invalid': 'error.code',
  'mfa.too_many_attempts': 'error.too_many',
  'request.rate_limited': 'error.too_many',
  'server.busy': 'error.busy',
  'server.unavailable': 'error.busy',
  'server.internal': 'error.server_error',
} as const;

const FIELDS = { password: 'error.password', new_password: 'error.password', confirm_password: 'error.password_differs' } as const;

/** What a page's script says: the API answers in English, so that what it says is found here by its code, or by its English words. */
export interface PageWords {
  readonly words: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
  readonly refusals: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

/** In English the API's own words are there, and say more. */
export function pageWords({ answers = [], refusals = {}, words = {} }: ActionPage, language: Language, tell: (text: Text) => string): PageWords {
  const each = (entries: readonly (readonly [string, Text])[]): Record<string, string> => Object.fromEntries(entries.map(([name, text]) => [name, tell(text)]));
  const told = each(Object.entries(words));
  if (language === 'en') return { words: told, answers: {}, refusals: {}, fields: {} };
  return {
    words: told,
    answers: each(answers.map((key) => [en[key], say(key)] as const)),
    refusals: each(Object.entries({ ...REFUSALS, ...refusals }).map(([code, key]) => [code, say(key)] as const)),
    fields: each(Object.entries(FIELDS).map(([field, key]) => [field, say(key)] as const)),
  };
}
