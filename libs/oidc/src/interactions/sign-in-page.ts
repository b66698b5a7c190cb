import { say, type FormPage, type Text } from '@authengine/identity';

/** What all pages of a sign-in share. */
export interface Shown {
  readonly action: string;
  readonly seal: string;
  /** Undefined where none waits. */
  readonly application: Text | undefined;
  readonly error?: Text | undefined;
}

/** Another service to sign in with, and where the browser goes for it. */
export interface ShownProvider {
  readonly name: string;
  readonly title: string;
  readonly path: string;
}

const EMAIL = { name: 'email', label: say('email'), type: 'text', autocomplete: 'username', attributes: { inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' } } as const;
const PASSWORD = { name: 'password', label: say('password.password'), type: 'password', autocomplete: 'current-password' } as const;
const CODE = { name: 'code', label: say('second_factor.code'), type: 'text', autocomplete: 'one-time-code', attributes: { autocapitalize: 'none', spellcheck: 'false' } } as const;
const OTHER = { name: 'other', value: 'yes', text: say('sign_in.other_account'), quiet: true } as const;
const PASSKEY_BEGINS = '/api/v1/auth/webauthn/authenticate/begin';
const FORGOTTEN = { path: '/forgot-password', text: say('sign_in.forgotten') } as const;

/** First the address alone; whoever it is, the same steps follow. */
export function addressPage(shown: Shown, email: string | undefined, providers: readonly ShownProvider[]): FormPage {
  const { action, seal, application } = shown;
  return {
    template: 'sign-in',
    title: say('sign_in.title'),
    text: application === undefined ? say('sign_in.text_here') : say('sign_in.text', { application }),
    ...errorOf(shown),
    form: { action, hidden: { seal }, fields: [{ ...EMAIL, autocomplete: 'username webauthn', ...(email === undefined ? {} : { value: email }) }], buttons: [{ text: say('continue') }, ...cancel(shown)] },
    passkey: { begin: PASSKEY_BEGINS, text: say('sign_in.passkey') },
    providers: providers.map(({ name, title, path }) => ({ name, path, text: say('sign_in.with', { provider: title }) })),
    links: [{ path: '/sign-up', text: say('sign_in.sign_up') }, FORGOTTEN],
  };
}

export function passwordPage(shown: Shown, email: string): FormPage {
  const { action, seal } = shown;
  return {
    template: 'password',
    title: say('password.title'),
    text: say('password.text'),
    ...errorOf(shown),
    form: {
      action,
      hidden: { seal },
      fields: [{ ...EMAIL, value: email, readonly: true }, PASSWORD],
      buttons: [{ text: say('sign_in.submit') }, { name: 'way', value: 'link', text: say('password.link'), quiet: true }, OTHER, ...cancel(shown)],
    },
    links: [FORGOTTEN],
  };
}

export function codePage(shown: Shown, challenge: string, passkey: boolean): FormPage {
  const { action, seal } = shown;
  return {
    template: 'second-factor',
    title: say('second_factor.title'),
    text: passkey ? say('second_factor.text_passkey') : say('second_factor.text'),
    ...errorOf(shown),
    form: { action, hidden: { seal, challenge, ...(passkey ? { passkey: 'yes' } : {}) }, fields: [CODE], buttons: [{ text: say('continue') }, ...cancel(shown)] },
    ...(passkey ? { passkey: { begin: PASSKEY_BEGINS, text: say('second_factor.passkey') } } : {}),
  };
}

/** For somebody who is signed in and is asked again. */
export function confirmPage(shown: Shown, account: Text, asks: { readonly password: boolean; readonly code: boolean }): FormPage {
  const { action, seal, application = say('the_application') } = shown;
  return {
    template: 'confirm',
    title: say('confirm.title'),
    text: say('confirm.text', { application }),
    ...errorOf(shown),
    form: {
      action,
      hidden: { seal, again: 'yes' },
      fields: [...(typeof account === 'string' ? [{ ...EMAIL, label: say('account'), value: account, readonly: true }] : []), ...(asks.password ? [PASSWORD] : []), ...(asks.code ? [CODE] : [])],
      buttons: [{ text: say('continue') }, OTHER, ...cancel(shown)],
    },
  };
}

export function mailSentPage(text: Text, links: NonNullable<FormPage['links']> = [{ path: '/sign-in', text: say('to_sign_in') }]): FormPage {
  return { template: 'message', title: say('mail_sent.title'), text, links };
}

/** At the page's own address, for somebody who is signed in. */
export function signedInPage(account: Text, hasHome: boolean): FormPage {
  const home = hasHome ? [{ path: '/', text: say('to_home') }] : [];
  return { template: 'message', title: say('signed_in.title'), text: say('signed_in.text', { account }), links: [...home, { path: '/sign-out', text: say('sign_out.submit') }] };
}

/** An application is told; where none waits, there is nobody to tell. */
function cancel({ application }: Shown) {
  return application === undefined ? [] : [{ name: 'cancel', value: 'yes', text: say('cancel'), quiet: true }];
}

function errorOf({ error }: Shown): Pick<FormPage, 'error'> {
  return error === undefined ? {} : { error };
}
