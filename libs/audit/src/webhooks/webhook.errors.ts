import { defineErrors } from '@authengine/kernel';

export const WebhookErrors = defineErrors('webhook', {
  not_found: { status: 404, title: 'No such webhook', detail: 'There is no webhook with this id here.' },
  delivery_not_found: { status: 404, title: 'No such delivery', detail: 'This webhook has no delivery with this id.' },
  too_many: { status: 409, title: 'Too many webhooks', detail: 'There may be 20 webhooks here; remove one first.' },
});
