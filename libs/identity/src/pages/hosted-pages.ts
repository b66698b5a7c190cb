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
  fields: [
    { name: 'new_password', label: 'New password', type: 'password', autocomplete: 'new-password', hint: 'At least 8 characters; a sentence is fine.' },
    { name: 'confirm_password', label: 'The new password again', type: 'password', autocomplete: 'new-password' },
  ],
};

export const NOT_ME_PAGE: ActionPage = {
  title: 'This was not you?',
  text: 'Click the button to sign out every device. Your password stops working too; a mail lets you choose a new one.',
  button: 'Secure my account',
  endpoint: 'auth/not-me',
};
