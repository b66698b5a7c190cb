import type { MailContent } from '@authengine/mail';

// The passkey's name stays out: whoever is in the account chose it, and it must not speak in our mails.

export function passkeyAddedMail(): MailContent {
  return { subject: 'A passkey was added to your account', paragraphs: ['A new passkey can sign in to your account from now on, without a password.'] };
}

export function passkeyRemovedMail(): MailContent {
  return {
    subject: 'A passkey was removed from your account',
    paragraphs: ['One of the passkeys of your account can no longer sign in. Sessions that began with it go on until you end them.'],
  };
}
