import { defineAuditEvents, fact } from '@authengine/contracts';

/** A URL may contain a secret of the receiver, so the log has only its host. */
export const WebhookEvents = defineAuditEvents({
  created: { name: 'webhook.created', description: 'A webhook was made', resource: 'Webhook', metadata: { host: fact.text, events: fact.texts, enabled: fact.flag } },
  updated: { name: 'webhook.updated', description: 'A webhook was changed, stopped or started again', resource: 'Webhook', metadata: { changed: fact.texts, before: fact.fields, after: fact.fields } },
  deleted: { name: 'webhook.deleted', description: 'A webhook was removed', resource: 'Webhook', metadata: { host: fact.text, events: fact.texts } },
  secretRotated: { name: 'webhook.secret.rotated', description: 'A webhook got a new signing secret; the one before works for a day', resource: 'Webhook', metadata: { host: fact.text, previous_secret_expires_at: fact.time } },
  replayed: { name: 'webhook.replayed', description: 'Somebody had the events since an earlier one delivered again', resource: 'Webhook', metadata: { host: fact.text, after: fact.textOrNull } },
  redelivered: { name: 'webhook.delivery.requeued', description: 'Somebody had one event delivered again', resource: 'Webhook', metadata: { host: fact.text, delivery_id: fact.text, event: fact.text } },
  tested: { name: 'webhook.test.requested', description: 'Somebody had a test message delivered', resource: 'Webhook', metadata: { host: fact.text, delivery_id: fact.text } },
  disabled: { name: 'webhook.disabled', description: 'The service stopped a webhook that took no message for three days', resource: 'Webhook', metadata: { host: fact.text, failing_since: fact.timeOrNull, reason: fact.text, response_status: fact.numberOrNull } },
});
