import { say, type MessageKey, type Text } from '@authengine/identity';
import type { DomainError } from '@authengine/kernel';

/** What pages say of refusals, in the reader's language; of others they say what the API says. */
const TEXTS: Readonly<Record<string, MessageKey>> = {
  'auth.invalid_credentials': 'error.credentials',
  'auth.too_many_attempts': 'error.too_many',
  'auth.not_confirmed': 'error.not_confirmed',
  'auth.second_factor_invalid': 'error.code',
  'auth.invalid_one_time_token': 'error.link',
  'mfa.too_many_attempts': 'error.too_many',
  'reauthentication.code_required': 'error.not_confirmed',
  'reauthentication.password_required': 'error.not_confirmed',
  'webauthn.not_accepted': 'error.passkey',
  'oauth.access_denied': 'error.cancelled',
  'oauth.not_allowed': 'error.refused',
  'oauth.code_refused': 'error.provider',
  'oauth.invalid_code': 'error.provider',
  'oauth.invalid_state': 'error.provider',
  'oauth.proof_refused': 'error.provider',
  'oauth.provider_unavailable': 'error.provider',
  'interaction.gone': 'error.gone',
  'request.rate_limited': 'error.too_many',
  'server.busy': 'error.busy',
  'server.unavailable': 'error.busy',
  'server.internal': 'error.server_error',
};

export function errorText({ code, detail }: Pick<DomainError, 'code' | 'detail'>): Text {
  return textOfCode(code) ?? detail;
}

export function textOfCode(code: string): Text | undefined {
  const key = TEXTS[code];
  return key === undefined ? undefined : say(key);
}
