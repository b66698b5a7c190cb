import type { MailContent } from '@authengine/mail';

// The passkey's name is left out: an intruder may have chosen it, and it must not become a message in our mails.

export function passkeyAddedMail(): MailContent {
  return { subject: 'A passkey was added to your account', paragraphs: ['A new passkey can sign in to your account from now on, without a password.'] };
}

export function passkeyRemovedMail(): MailContent {
  return {
    subject: 'A passkey was removed from your account',
    paragraphs: ['One of the passkeys of your account can no longer sign in. Sessions that began with it go on until you end them.'],
  };
}
