import { NEW_PASSWORD_ATTRIBUTES, say, type FormPage, type Text } from '@authengine/identity';

interface Shown {
  readonly action: string;
  readonly seal: string;
  readonly email?: string | undefined;
  readonly error?: Text | undefined;
}

const EMAIL = { name: 'email', label: say('email'), type: 'text', autocomplete: 'username', attributes: { inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' } } as const;

export function signUpPage({ action, seal, email, error }: Shown): FormPage {
  return {
    template: 'sign-up',
    title: say('sign_up.title'),
    text: say('sign_up.text'),
    ...(error === undefined ? {} : { error }),
    form: {
      action,
      hidden: { seal },
      fields: [
        { ...EMAIL, ...(email === undefined ? {} : { value: email }) },
        { name: 'new_password', label: say('sign_up.password'), type: 'password', autocomplete: 'new-password', attributes: NEW_PASSWORD_ATTRIBUTES, hint: say('sign_up.hint') },
      ],
      buttons: [{ text: say('sign_up.submit') }],
    },
    links: [{ path: '/sign-in', text: say('sign_up.sign_in') }],
  };
}

export function forgotPasswordPage({ action, seal, email, error }: Shown, links: NonNullable<FormPage['links']>): FormPage {
  return {
    template: 'forgot-password',
    title: say('forgot.title'),
    text: say('forgot.text'),
    ...(error === undefined ? {} : { error }),
    form: { action, hidden: { seal }, fields: [{ ...EMAIL, ...(email === undefined ? {} : { value: email }) }], buttons: [{ text: say('forgot.submit') }] },
    links,
  };
}
