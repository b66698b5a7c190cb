import { Settings } from '@authengine/config';
import { isWellFormedText } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { isCommonPassword } from './common-passwords.js';

export const PASSWORD_MIN_LENGTH = 8;
export const PASSWORD_MAX_LENGTH = 128;
/**
 * One character becomes at most four when decomposed, of two UTF-16 units each: longer text is too long in every form.
 */
const MAX_UNITS = PASSWORD_MAX_LENGTH * 8;
/** Shorter names occur inside too many words. */
const MIN_NAME = 4;
const PRODUCT = 'authengine';

const MESSAGES = {
  too_short: `must have at least ${PASSWORD_MIN_LENGTH} characters`,
  too_long: `must have at most ${PASSWORD_MAX_LENGTH} characters`,
  malformed: 'must be text without NUL and without broken characters',
  too_common: 'is one of the passwords that are guessed first',
  contains_email: 'must not contain your e-mail address',
  contains_name: 'must not contain the name of the product or organization',
} as const;

export type PasswordRule = keyof typeof MESSAGES;

export interface PasswordViolation {
  readonly rule: PasswordRule;
  /** Safe to show beside the field; never holds the password. */
  readonly message: string;
}

export interface PasswordContext {
  readonly email?: string | null;
  /** Names, besides the product's, that the password must not contain, such as the organization's. */
  readonly names?: readonly string[];
}

/**
 * The rules for a new password. Lengths count the code points of its NFC form; there are no composition rules and no
 * expiry (NIST SP 800-63B-4 section 3.1.1.2).
 */
@Injectable()
export class PasswordPolicy {
  private readonly productNames: readonly string[];

  constructor(settings: Settings) {
    this.productNames = [PRODUCT, settings.values.APP_NAME];
  }

  /** Every rule that the password breaks; an empty list means that it may be used. */
  violations(password: string, context: PasswordContext = {}): PasswordViolation[] {
    return this.brokenRules(password, context).map((rule) => ({ rule, message: MESSAGES[rule] }));
  }

  private brokenRules(password: string, context: PasswordContext): PasswordRule[] {
    if (password.length > MAX_UNITS) return ['too_long'];
    if (!isWellFormedText(password)) return ['malformed'];
    const rules: PasswordRule[] = [];
    const length = [...password.normalize('NFC')].length;
    if (length < PASSWORD_MIN_LENGTH) rules.push('too_short');
    if (length > PASSWORD_MAX_LENGTH) rules.push('too_long');
    if (isCommonPassword(password)) rules.push('too_common');
    const squashed = squash(password);
    const contains = (name: string): boolean => [...name].length >= MIN_NAME && squashed.includes(name);
    if (localParts(context.email ?? '').some(contains)) rules.push('contains_email');
    if ([...this.productNames, ...(context.names ?? [])].map(squash).some(contains)) rules.push('contains_name');
    return rules;
  }
}

/** Only letters and digits, in lower case, so that `Acme-Auth` is found in `acme_auth!`. */
function squash(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/** The part before the `@`, with and without a `+tag`. */
function localParts(email: string): string[] {
  const at = email.lastIndexOf('@');
  const local = at < 0 ? '' : email.slice(0, at);
  return [squash(local), squash(local.split('+', 1)[0] ?? '')];
}
