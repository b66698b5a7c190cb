import { say, type FormPage, type Text } from '@authengine/identity';

interface Shown {
  readonly action: string;
  readonly seal: string;
  readonly application: Text;
  readonly error?: Text | undefined;
}

const EMAIL = { name: 'email', label: say('email'), type: 'text', autocomplete: 'username', attributes: { inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' } } as const;
const PASSWORD = { name: 'password', label: say('password.password'), type: 'password', autocomplete: 'current-password' } as const;
const CODE = { name: 'code', label: say('second_factor.code'), type: 'text', autocomplete: 'one-time-code', attributes: { autocapitalize: 'none', spellcheck: 'false' } } as const;
const CANCEL = { name: 'cancel', value: 'yes', text: say('cancel'), quiet: true } as const;

export function passwordPage({ action, seal, application, error }: Shown, email: string | undefined): FormPage {
  return {
    template: 'sign-in',
    title: say('sign_in.title'),
    text: say('sign_in.text', { application }),
    ...(error === undefined ? {} : { error }),
    form: { action, hidden: { seal }, fields: [{ ...EMAIL, ...(email === undefined ? {} : { value: email }) }, PASSWORD], buttons: [{ text: say('sign_in.submit') }, CANCEL] },
    links: [{ path: '/forgot-password', text: say('sign_in.forgotten') }],
  };
}

export function codePage({ action, seal, error }: Shown, challenge: string): FormPage {
  return {
    template: 'second-factor',
    title: say('second_factor.title'),
    text: say('second_factor.text'),
    ...(error === undefined ? {} : { error }),
    form: { action, hidden: { seal, challenge }, fields: [CODE], buttons: [{ text: say('continue') }, CANCEL] },
  };
}

/** For somebody who is signed in and is asked again. */
export function confirmPage({ action, seal, application, error }: Shown, account: string, asks: { readonly password: boolean; readonly code: boolean }): FormPage {
  return {
    template: 'confirm',
    title: say('confirm.title'),
    text: say('confirm.text', { application }),
    ...(error === undefined ? {} : { error }),
    form: {
      action,
      hidden: { seal, again: 'yes' },
      fields: [{ ...EMAIL, label: say('account'), value: account, readonly: true }, ...(asks.password ? [PASSWORD] : []), ...(asks.code ? [CODE] : [])],
      buttons: [{ text: say('continue') }, { name: 'other', value: 'yes', text: say('sign_in.other_account'), quiet: true }, CANCEL],
    },
  };
}
