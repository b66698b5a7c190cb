import { Catalogue } from '../catalogue/catalogue.js';
import type { AuditResource } from './audit-resource.js';
import type { FactSchema } from './fact.js';

export type AuditStatus = 'success' | 'failure' | 'denied';

export interface AuditEvent {
  /** `<area>.<object>.<past participle>`: the log's `action`. */
  readonly name: string;
  readonly description: string;
  /** The same for the person whose account it happened to, in words that anybody understands. It tells of a success, and may not say who did it. */
  readonly plain?: string;
  readonly resource: AuditResource;
  /** The metadata that this event may have. Other metadata is dropped, so no secret can get in. */
  readonly metadata: readonly string[];
  /** What each field of `metadata` is. A field that is declared by its name alone can be anything. */
  readonly facts: Readonly<Record<string, FactSchema>>;
  /**
   * The personal fields of `metadata`: an address, a name. The log loses them when that person is erased. A field that is
   * personal in one event is personal in all.
   */
  readonly personal?: readonly string[];
  /** The version of what the event says; it rises when a field goes or changes its meaning. 1 unless given. */
  readonly version?: number;
  /** The predecessor's name, so that old queries still work. */
  readonly predecessor?: string;
  /** Whether it puts on record that the person it is about was erased. The verifier of the log asks for such an event. */
  readonly erasesPerson?: boolean;
}

const catalogue = new Catalogue<AuditEvent>('audit event');

/** An event as a feature declares it: its metadata with what each field is, or with the names alone. */
type Declaration = Omit<AuditEvent, 'metadata' | 'facts'> & { readonly metadata?: Readonly<Record<string, FactSchema>> | readonly string[] };

/** Declares the audit events of one feature. A name that is declared twice stops the start. */
export function defineAuditEvents<const D extends Record<string, Declaration>>(
  definitions: D,
): { readonly [K in keyof D]: AuditEvent } {
  const defined: Record<string, AuditEvent> = {};
  for (const [key, definition] of Object.entries(definitions)) {
    const facts = factsOf(definition);
    const stray = definition.personal?.find((name) => facts[name] === undefined);
    if (stray !== undefined) throw new Error(`audit event ${definition.name} calls ${stray} personal and does not declare it`);
    const event: AuditEvent = Object.freeze({ ...definition, metadata: Object.keys(facts), facts });
    catalogue.add(event);
    defined[key] = event;
  }
  return defined as { readonly [K in keyof D]: AuditEvent };
}

function factsOf({ metadata = {} }: Declaration): Readonly<Record<string, FactSchema>> {
  return isList(metadata) ? Object.fromEntries(metadata.map((name) => [name, {}])) : metadata;
}

function isList(metadata: Readonly<Record<string, FactSchema>> | readonly string[]): metadata is readonly string[] {
  return Array.isArray(metadata);
}

export function auditEventCatalogue(): readonly AuditEvent[] {
  return catalogue.all();
}

/** One line for each name that was declared twice. */
export function auditEventFaults(): readonly string[] {
  return catalogue.faults();
}

/** All metadata fields that an event declares as personal. */
export function personalMetadata(): readonly string[] {
  return [...new Set(auditEventCatalogue().flatMap(({ personal = [] }) => personal))].sort();
}

/** The events that put a person's erasure on record. */
export function erasingEvents(): readonly string[] {
  return auditEventCatalogue().flatMap(({ name, erasesPerson }) => (erasesPerson ? [name] : []));
}
