import type { MailContent } from '@authengine/mail';

/** To the owner of an address that somebody tries to register again. */
export function alreadyRegisteredMail(requestedAt: Date): MailContent {
  return {
    subject: 'You already have an account',
    paragraphs: [
      `Somebody, perhaps you, tried to sign up with this address on ${requestedAt.toUTCString()}. It has an account already, so nothing was changed.`,
      'Sign in as usual, or reset your password if you have forgotten it.',
    ],
    footer: ['If this was not you, you need not do anything.'],
  };
}
