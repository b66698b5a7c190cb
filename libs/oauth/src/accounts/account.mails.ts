import type { MailContent } from '@authengine/mail';

export function identityLinkedMail(title: string, at: Date, notMe: string): MailContent {
  return {
    subject: `${title} can sign in to your account`,
    paragraphs: [`Since ${at.toUTCString()} an account at ${title} is a way to sign in to your account here.`, 'If this was not you, the link below takes it away, ends every session and lets you choose a new password.'],
    action: { label: 'This was not me', url: notMe },
  };
}

export function identityUnlinkedMail(title: string, at: Date, notMe: string): MailContent {
  return {
    subject: `${title} can no longer sign in to your account`,
    paragraphs: [`An account at ${title} was removed from the ways to sign in to your account here on ${at.toUTCString()}.`, 'If this was not you, the link below ends every session and lets you choose a new password.'],
    action: { label: 'This was not me', url: notMe },
  };
}
