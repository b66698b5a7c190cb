import type { MailContent } from '@authengine/mail';

export function recoveryCodesRegeneratedMail(): MailContent {
  return {
    subject: 'New recovery codes were made',
    paragraphs: ['New recovery codes were made for your account. The ones before no longer work.'],
  };
}
