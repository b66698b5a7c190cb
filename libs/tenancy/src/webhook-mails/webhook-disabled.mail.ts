import { typed, type MailContent } from '@authengine/mail';

export interface DisabledWebhook {
  /** Null for a webhook of the platform. */
  readonly tenantName: string | null;
  readonly host: string;
  readonly failingSince: string;
}

/** The host and the tenant's name are what people typed. */
export function webhookDisabledMail({ tenantName, host, failingSince }: DisabledWebhook): MailContent {
  const receiver = typed(host.replace(/:\d{1,5}$/, '')) ?? 'one of your receivers';
  const tenant = tenantName === null ? null : typed(tenantName);
  return {
    subject: 'A webhook was stopped',
    paragraphs: [
      `${tenant === null ? 'A webhook' : `A webhook of ${tenant}`} was stopped, because its receiver (${receiver}) took no message for three days, since ${new Date(failingSince).toUTCString()}.`,
      'Events are kept in the audit log. Once the receiver works again, enable the webhook and replay what it has missed. Its deliveries say what the receiver answered.',
    ],
  };
}
