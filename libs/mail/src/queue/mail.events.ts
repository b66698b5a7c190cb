import { defineAuditEvents, fact } from '@authengine/contracts';

export const MailEvents = defineAuditEvents({
  deliveryFailed: {
    name: 'mail.delivery.failed',
    description: 'A mail was given up: the receiving server refused it for good, or it could not be handed over for a day',
    resource: 'Mail',
    metadata: { kind: fact.text, attempts: fact.count, reason: fact.text },
  },
});
