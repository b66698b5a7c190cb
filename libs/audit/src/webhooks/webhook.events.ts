import { defineAuditEvents } from '@authengine/contracts';

/** A URL may contain a secret of the receiver, so the log has only its host. */
export const WebhookEvents = defineAuditEvents({
  created: { name: 'webhook.created', description: 'A webhook was made', resource: 'Webhook', metadata: ['host', 'events', 'enabled'] },
  updated: { name: 'webhook.updated', description: 'A webhook was changed, stopped or started again', resource: 'Webhook', metadata: ['changed', 'before', 'after'] },
  deleted: { name: 'webhook.deleted', description: 'A webhook was removed', resource: 'Webhook', metadata: ['host', 'events'] },
  secretRotated: { name: 'webhook.secret.rotated', description: 'A webhook got a new signing secret; the one before works for a day', resource: 'Webhook', metadata: ['host', 'previous_secret_expires_at'] },
  replayed: { name: 'webhook.replayed', description: 'Somebody had the events since an earlier one delivered again', resource: 'Webhook', metadata: ['host', 'after'] },
  redelivered: { name: 'webhook.delivery.requeued', description: 'Somebody had one event delivered again', resource: 'Webhook', metadata: ['host', 'delivery_id', 'event'] },
  tested: { name: 'webhook.test.requested', description: 'Somebody had a test message delivered', resource: 'Webhook', metadata: ['host', 'delivery_id'] },
  disabled: { name: 'webhook.disabled', description: 'The service stopped a webhook that took no message for three days', resource: 'Webhook', metadata: ['host', 'failing_since', 'reason', 'response_status'] },
});
