import type { MailContent } from '@authengine/mail';

export function pendingEmailMail(link: string, requestedAt: Date): MailContent {
  return {
    subject: 'Confirm your e-mail address',
    preheader: 'One click and the address is your account’s.',
    paragraphs: [
      `Somebody, we hope you, signed in through another service on ${requestedAt.toUTCString()} and gave this address.`,
      'Confirm that it is yours to add it to your account. The link works once, for 24 hours.',
    ],
    action: { label: 'Confirm my address', url: link },
    footer: ['If this was not you, do nothing: without the confirmation the address is not used.'],
  };
}
