import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@authengine/crypto';

/** What a field for a new password tells browsers, and password managers that make one up (`passwordrules`, as Apple's and others read it). */
export const NEW_PASSWORD_ATTRIBUTES: Readonly<Record<string, string>> = {
  minlength: String(PASSWORD_MIN_LENGTH),
  passwordrules: `minlength: ${PASSWORD_MIN_LENGTH}; maxlength: ${PASSWORD_MAX_LENGTH}; allowed: ascii-printable;`,
};
