import type { MailContent } from '@authengine/mail';

/** The tenant's name is its members' to choose: the mail lib escapes it and keeps it on one line. */
export function invitationMail(tenantName: string, link: string, expiresAt: Date): MailContent {
  return {
    subject: `You are invited to ${tenantName}`,
    paragraphs: [
      `You have been invited to join ${tenantName}.`,
      `The link is for this address alone and works once, until ${expiresAt.toUTCString()}. If you have an account, sign in to it to accept.`,
    ],
    action: { label: 'Accept the invitation', url: link },
    footer: ['If you did not expect this, you need not do anything.'],
  };
}
