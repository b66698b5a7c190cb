/** The pages, each a template that a company may replace, and what it is for. */
export const PAGE_TEMPLATES = {
  'sign-in': 'the first page of a sign-in: the address, other services, a passkey',
  'password': 'the password, or a link by mail',
  'second-factor': 'the code of an authenticator app, or a recovery code',
  'confirm': 'somebody who is signed in proves again who they are',
  'sign-up': 'a new account',
  'forgot-password': 'asks for the mail to choose a new password',
  'consent': 'what an application asks for',
  'select-organization': 'for which organization somebody signs in',
  'device': 'the code of a device',
  'device-confirm': 'whether the code is that of one\'s own device',
  'sign-out': 'whether to sign out',
  'message': 'says something and asks nothing: a mail is on its way, signed in, signed out, device connected',
  'error': 'what cannot go on, with a way back and the request\'s id',
  'form': 'any other question',
  'mail-link': 'what a link in a mail is for, and the click that does it; needs its script',
} as const;

export type TemplateName = keyof typeof PAGE_TEMPLATES;

/** What templates share. They may be replaced too, for all pages at once. */
export const PART_TEMPLATES = {
  top: 'everything down to the name or logo',
  heading: 'title, text, list of points, what went wrong',
  inputs: 'the form with its fields and buttons',
  field: 'one field with its label',
  button: 'one button',
  bottom: 'the links and details below a form, and the end',
  end: 'the company\'s links at the bottom, and what closes the page',
} as const;

export type PartName = keyof typeof PART_TEMPLATES;
