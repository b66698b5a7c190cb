import type { FormPage } from '../pages/form-page.js';

interface Shown {
  readonly action: string;
  readonly seal: string;
  readonly application: string;
  readonly error?: string | undefined;
}

const EMAIL = { name: 'email', label: 'E-mail address', type: 'text', autocomplete: 'username', attributes: { inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' } } as const;
const PASSWORD = { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' } as const;
const CODE = { name: 'code', label: 'Code', type: 'text', autocomplete: 'one-time-code', attributes: { autocapitalize: 'none', spellcheck: 'false' } } as const;
const CANCEL = { name: 'cancel', value: 'yes', text: 'Cancel', quiet: true } as const;

export function passwordPage({ action, seal, application, error }: Shown, email: string | undefined): FormPage {
  return {
    title: 'Sign in',
    text: `Sign in to go on to ${application}.`,
    ...(error === undefined ? {} : { error }),
    form: { action, hidden: { seal }, fields: [{ ...EMAIL, ...(email === undefined ? {} : { value: email }) }, PASSWORD], buttons: [{ text: 'Sign in' }, CANCEL] },
    links: [{ path: '/forgot-password', text: 'Forgotten your password?' }],
  };
}

export function codePage({ action, seal, error }: Shown, challenge: string, message: string): FormPage {
  return {
    title: 'One more step',
    text: message,
    ...(error === undefined ? {} : { error }),
    form: { action, hidden: { seal, challenge }, fields: [CODE], buttons: [{ text: 'Continue' }, CANCEL] },
  };
}

/** For somebody who is signed in and is asked again. */
export function confirmPage({ action, seal, application, error }: Shown, account: string, asks: { readonly password: boolean; readonly code: boolean }): FormPage {
  return {
    title: 'Is it you?',
    text: `${application} wants to be sure that it is you.`,
    ...(error === undefined ? {} : { error }),
    form: {
      action,
      hidden: { seal, again: 'yes' },
      fields: [{ ...EMAIL, label: 'Account', value: account, readonly: true }, ...(asks.password ? [PASSWORD] : []), ...(asks.code ? [CODE] : [])],
      buttons: [{ text: 'Continue' }, { name: 'other', value: 'yes', text: 'Use another account', quiet: true }, CANCEL],
    },
  };
}
