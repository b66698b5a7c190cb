import { messageSchema, TEST_EVENT, TEST_MESSAGE_SCHEMA, type PayloadSchema } from '@authengine/audit';
import { auditEventCatalogue } from '@authengine/contracts';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { SchemaOrRef } from './schemas.js';

const COMPONENTS = '#/components/schemas/';
const ENTRY = 'AuditEntryDto';

/**
 * Says what webhooks are told: a schema for each event's message, and the requests under `x-webhooks`, since OpenAPI 3.0 has
 * no `webhooks` yet.
 */
export function addEventWebhooks(document: OpenAPIObject): void {
  const messages: [name: string, schema: PayloadSchema][] = [...auditEventCatalogue().map((event): [string, PayloadSchema] => [event.name, messageSchema(event, { entry: COMPONENTS + ENTRY })]), [TEST_EVENT, TEST_MESSAGE_SCHEMA]];
  const schemas = Object.fromEntries(messages.map(([name, schema]) => [componentName(name), schema as SchemaOrRef]));
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...schemas } };
  Object.assign(document, { 'x-webhooks': Object.fromEntries(messages.map(([name, { description = '' }]) => [name, { post: request(name, description) }])) });
}

/** `tenant.user.invited` is `TenantUserInvitedEvent`. */
function componentName(event: string): string {
  return `${event.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Event`;
}

function request(event: string, summary: string): object {
  return {
    operationId: `event_${event.replaceAll('.', '_')}`,
    summary,
    description: 'A Standard Webhooks message: check `webhook-signature` before anything else.',
    tags: ['events'],
    // The receiver's own affair: the signature says who sends.
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: { $ref: COMPONENTS + componentName(event) } } } },
    responses: { '204': { description: 'Taken. Any answer of 200 to 299 takes the message; anything else gets it again' } },
  };
}
