import type { MailContent } from '@authengine/mail';

export function mfaResetMail(): MailContent {
  return {
    subject: 'Multi-factor authentication was reset',
    paragraphs: ['The authenticator app and the recovery codes of your account were taken away by an administrator, and all your sessions were ended. Sign in and set them up again.'],
  };
}
