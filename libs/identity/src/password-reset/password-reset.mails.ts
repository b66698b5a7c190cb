import type { MailContent } from '@authengine/mail';

export function passwordResetMail(link: string, occasion: string): MailContent {
  return {
    subject: 'Choose a new password',
    preheader: 'The link works once, for one hour.',
    paragraphs: [
      `A new password for your account was asked for ${occasion}.`,
      'The link works once, for one hour. A newer mail makes it void. Once the password is set, every device is signed out.',
    ],
    action: { label: 'Choose a new password', url: link },
    footer: ['If this was not you, do nothing: nothing has been changed.'],
  };
}
