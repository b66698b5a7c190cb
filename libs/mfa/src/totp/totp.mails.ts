import type { MailContent } from '@authengine/mail';

export function totpEnabledMail(): MailContent {
  return {
    subject: 'Multi-factor authentication is on',
    paragraphs: [
      'Your account asks for a code of your authenticator app from now on. Your other sessions were ended.',
      'Keep the recovery codes that you were shown where you find them without your phone.',
    ],
  };
}

export function totpReplacedMail(): MailContent {
  return {
    subject: 'Your authenticator app was replaced',
    paragraphs: ['Codes of another authenticator app count for your account from now on; those of the one before, and the recovery codes made with it, no longer do. Your other sessions were ended.'],
  };
}

export function totpDisabledMail(): MailContent {
  return {
    subject: 'Multi-factor authentication is off',
    paragraphs: ['Your account no longer asks for a code of an authenticator app. Your other sessions were ended.'],
  };
}
