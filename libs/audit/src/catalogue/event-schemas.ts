import type { AuditEvent, FactSchema } from '@authengine/contracts';
import { TEST_EVENT } from '../webhooks/webhook-message.js';

/** The version of the catalogue as a whole; it rises when an event goes. Each event has a version of its own besides. */
export const EVENT_CATALOGUE_VERSION = 1;

/** A schema in the words that JSON Schema and OpenAPI 3.0 share, and `nullable`. */
export interface PayloadSchema extends Omit<FactSchema, 'items' | 'format'> {
  readonly $ref?: string;
  readonly format?: 'date-time' | 'uuid';
  readonly description?: string;
  readonly enum?: readonly (string | number)[];
  readonly items?: PayloadSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, PayloadSchema>>;
  readonly allOf?: readonly PayloadSchema[];
}

export interface SchemaOptions {
  /** Where the schema of an entry is: `#/$defs/entry`. */
  readonly entry: string;
}

const text: PayloadSchema = { type: 'string' };
const textOrNull: PayloadSchema = { type: 'string', nullable: true };
const time: PayloadSchema = { type: 'string', format: 'date-time' };
const ERASED = 'Missing once the person whom the entry is about is erased';

/** An entry of the log, whatever happened. */
const ENTRY_FIELDS: Readonly<Record<string, PayloadSchema>> = {
  id: { type: 'string', format: 'uuid', description: 'The same whenever the entry is delivered again' },
  action: { ...text, description: "The event's name" },
  resource: { ...text, description: 'The kind of thing that it acts on' },
  resource_id: { ...textOrNull, description: 'Often a UUID, not always' },
  actor_id: { ...textOrNull, description: 'Who did it: a user or a service key; null where nobody is known' },
  target_user_id: { ...textOrNull, description: 'The user whom it happened to' },
  tenant_id: textOrNull,
  status: { type: 'string', enum: ['success', 'failure', 'denied'] },
  ip_address: textOrNull,
  user_agent: textOrNull,
  request_id: textOrNull,
  metadata: { type: 'object', additionalProperties: true, description: 'What the event says beside; see the event' },
  created_at: time,
};

/** What every event that was refused or failed may say. */
const REFUSAL_FACTS: Readonly<Record<string, PayloadSchema>> = {
  code: { ...text, description: 'The code of the refusal; see docs/errors.md' },
  method: text,
  route: text,
  repeated: { type: 'integer', minimum: 0, description: 'How many refusals this entry counts' },
};

export const ENTRY_SCHEMA: PayloadSchema = object(ENTRY_FIELDS, 'An entry of the audit log');

/** The message in which a webhook is told of the event. Receivers ignore what they do not know: fields can be added. */
export function messageSchema(event: AuditEvent, { entry }: SchemaOptions): PayloadSchema {
  const metadata: PayloadSchema = { type: 'object', properties: { ...REFUSAL_FACTS, ...Object.fromEntries(event.metadata.map((name) => [name, factOf(event, name)])) } };
  const own: PayloadSchema = { type: 'object', properties: { action: { type: 'string', enum: [event.name] }, resource: { type: 'string', enum: [event.resource] }, metadata } };
  return envelope(event.name, event.version ?? 1, { allOf: [{ $ref: entry }, own] }, event.description);
}

/** The message by which somebody tries a webhook. */
export const TEST_MESSAGE_SCHEMA: PayloadSchema = envelope(TEST_EVENT, 1, { type: 'object' }, 'Somebody tries the webhook; nothing happened');

function factOf({ facts, personal = [] }: AuditEvent, name: string): PayloadSchema {
  return { ...facts[name], ...(personal.includes(name) ? { description: ERASED } : {}) };
}

function envelope(type: string, version: number, data: PayloadSchema, description: string): PayloadSchema {
  return object({ type: { type: 'string', enum: [type] }, version: { type: 'integer', enum: [version] }, timestamp: time, data }, description);
}

function object(properties: Readonly<Record<string, PayloadSchema>>, description: string): PayloadSchema {
  return { type: 'object', description, required: Object.keys(properties), properties };
}
