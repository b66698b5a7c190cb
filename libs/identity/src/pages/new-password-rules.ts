import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@authengine/crypto';

/**
 * Attributes of a field for a new password, for browsers and for password managers that generate one (`passwordrules`,
 * which Apple's and others read).
 */
export const NEW_PASSWORD_ATTRIBUTES: Readonly<Record<string, string>> = {
  minlength: String(PASSWORD_MIN_LENGTH),
  passwordrules: `minlength: ${PASSWORD_MIN_LENGTH}; maxlength: ${PASSWORD_MAX_LENGTH}; allowed: ascii-printable;`,
};
