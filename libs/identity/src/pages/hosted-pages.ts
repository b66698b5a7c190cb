import { NEW_PASSWORD_ATTRIBUTES } from './new-password-rules.js';
import type { ActionPage } from './page.js';

export const VERIFY_EMAIL_PAGE: ActionPage = {
  title: 'Confirm your address',
  text: 'Click the button to confirm that this address is yours.',
  button: 'Confirm my address',
  endpoint: 'auth/verify-email',
};

export const RESET_PASSWORD_PAGE: ActionPage = {
  title: 'Choose a new password',
  text: 'Every device that is signed in to your account will be signed out.',
  button: 'Set the new password',
  endpoint: 'auth/password-reset/confirm',
  account: 'auth/password-reset/preview',
  fields: [
    { name: 'new_password', label: 'New password', type: 'password', autocomplete: 'new-password', attributes: NEW_PASSWORD_ATTRIBUTES, hint: 'At least 8 characters; a sentence is fine.' },
    { name: 'confirm_password', label: 'The new password again', type: 'password', autocomplete: 'new-password', attributes: NEW_PASSWORD_ATTRIBUTES },
  ],
};

/** Where `/.well-known/change-password` leads. */
export const FORGOT_PASSWORD_PAGE: ActionPage = {
  title: 'Choose a new password',
  text: 'Tell us the address of your account: a mail with a link lets you choose a new password.',
  button: 'Send me the link',
  endpoint: 'auth/password-reset/request',
  withoutToken: true,
  fields: [{ name: 'email', label: 'E-mail address', type: 'text', autocomplete: 'username', attributes: { inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' } }],
};

export const NOT_ME_PAGE: ActionPage = {
  title: 'This was not you?',
  text: 'Click the button to sign out every device. Your password stops working too; a mail lets you choose a new one.',
  button: 'Secure my account',
  endpoint: 'auth/not-me',
};

export const MAGIC_LINK_PAGE: ActionPage = {
  title: 'Sign in',
  text: 'One moment: we are looking at the link.',
  button: 'Sign in',
  endpoint: 'auth/magic-link/verify',
  preview: 'auth/magic-link/preview',
  handOver: 'auth/magic-link/hand-over',
  done: 'The sign-in is confirmed. You can close this page.',
};

export const UNDO_EMAIL_CHANGE_PAGE: ActionPage = {
  title: 'Undo the new address',
  text: 'Click the button to give your account its former address back. Every device is signed out and the password stops working; a mail lets you choose a new one.',
  button: 'Restore my address',
  endpoint: 'auth/undo-email-change',
};

export const UNDO_DELETION_PAGE: ActionPage = {
  title: 'Keep your account',
  text: 'Your account is about to be deleted. Click the button to keep it.',
  button: 'Keep my account',
  endpoint: 'auth/undo-deletion',
};
