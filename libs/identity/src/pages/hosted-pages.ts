import { NEW_PASSWORD_ATTRIBUTES } from './new-password-rules.js';
import type { ActionPage } from './page.js';
import { say } from './text.js';

/** Goes on in the sign-in that the browser has open, else begins one. */
const TO_SIGN_IN = { path: '/sign-in', text: say('to_sign_in') } as const;

export const VERIFY_EMAIL_PAGE: ActionPage = {
  title: say('verify.title'),
  text: say('verify.text'),
  button: say('verify.submit'),
  endpoint: 'auth/verify-email',
  answers: ['verify.done', 'verify.done_password'],
  next: TO_SIGN_IN,
};

export const RESET_PASSWORD_PAGE: ActionPage = {
  title: say('reset.title'),
  text: say('reset.text'),
  button: say('reset.submit'),
  endpoint: 'auth/password-reset/confirm',
  answers: ['reset.done'],
  account: 'auth/password-reset/preview',
  fields: [
    { name: 'new_password', label: say('reset.password'), type: 'password', autocomplete: 'new-password', attributes: NEW_PASSWORD_ATTRIBUTES, hint: say('sign_up.hint') },
    { name: 'confirm_password', label: say('reset.again'), type: 'password', autocomplete: 'new-password', attributes: NEW_PASSWORD_ATTRIBUTES },
  ],
  next: TO_SIGN_IN,
};

export const NOT_ME_PAGE: ActionPage = {
  title: say('not_me.title'),
  text: say('not_me.text'),
  button: say('not_me.submit'),
  endpoint: 'auth/not-me',
  answers: ['not_me.done'],
};

export const MAGIC_LINK_PAGE: ActionPage = {
  title: say('magic_link.title'),
  text: say('magic_link.text'),
  button: say('magic_link.submit'),
  endpoint: 'auth/magic-link/verify',
  answers: ['magic_link.handed_over'],
  preview: 'auth/magic-link/preview',
  words: { ask: { say: 'magic_link.ask', with: {} } },
  handOver: 'auth/magic-link/hand-over',
  done: say('magic_link.done'),
};

export const UNDO_EMAIL_CHANGE_PAGE: ActionPage = {
  title: say('undo_change.title'),
  text: say('undo_change.text'),
  button: say('undo_change.submit'),
  endpoint: 'auth/undo-email-change',
  answers: ['undo_change.done'],
};

export const UNDO_DELETION_PAGE: ActionPage = {
  title: say('undo_deletion.title'),
  text: say('undo_deletion.text'),
  button: say('undo_deletion.submit'),
  endpoint: 'auth/undo-deletion',
  answers: ['undo_deletion.done'],
};
