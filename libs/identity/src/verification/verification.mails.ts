import type { MailContent } from '@authengine/mail';

export function verificationMail(link: string, occasion: string): MailContent {
  return {
    subject: 'Confirm your e-mail address',
    preheader: 'One click and your account is ready.',
    paragraphs: [
      `Somebody, we hope you, signed up with this address ${occasion}.`,
      'Confirm that it is yours to finish. The link works once, for 24 hours.',
    ],
    action: { label: 'Confirm my address', url: link },
    footer: ['If this was not you, do nothing: without the confirmation no account can be used.'],
  };
}
