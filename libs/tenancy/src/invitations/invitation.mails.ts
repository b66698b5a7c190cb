import { typed, type MailContent } from '@authengine/mail';

/** The tenant's members chose its name freely, and the invited person may be a stranger to them. */
export function invitationMail(tenantName: string, link: string, expiresAt: Date): MailContent {
  const name = typed(tenantName);
  return {
    subject: name === null ? 'You are invited to join an organization' : `You are invited to join ${name}`,
    paragraphs: [
      `Somebody asks you to join an organization.${name === null ? ' The name that was typed for it cannot be shown.' : ` ${name} is the name that was typed for it; we have not checked it.`}`,
      `The link is for this address alone and works once, until ${expiresAt.toUTCString()}. If you have an account, sign in to it to accept.`,
    ],
    action: { label: 'Accept the invitation', url: link },
    footer: ['If you did not expect this, you need not do anything.'],
  };
}
