import type { MailContent } from '@authengine/mail';

export function deletionRequestedMail(occasion: string, erasedAfter: Date, undoLink: string): MailContent {
  return {
    subject: 'Your account will be deleted',
    preheader: 'Until then you can keep it.',
    paragraphs: [
      `The deletion of your account was asked for ${occasion}. Every device is signed out.`,
      `On ${erasedAfter.toUTCString()} it is erased with everything that belongs to it. Until then the link below keeps it; signing in is not possible meanwhile.`,
    ],
    action: { label: 'Keep my account', url: undoLink },
  };
}
