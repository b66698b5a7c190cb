import { SetMetadata } from '@nestjs/common';
import type { AuditEvent, AuditStatus } from '../audit/audit-event.js';
import type { Listener } from './happened-event.js';

export const LISTENER_METADATA = Symbol('authengine:listener');

/** The event that a method listens to, and when it is called. */
export type Listening =
  | { readonly when: 'in-transaction'; readonly events: readonly string[] }
  | { readonly when: 'after-commit'; readonly name: string; readonly events: readonly string[]; readonly statuses: readonly AuditStatus[] };

/** An event, or its name in the catalogue: `user.erased`. A name that nothing declares stops the start. */
type Listened = AuditEvent | string;

type ListenerDecorator = (target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Listener>) => void;

/**
 * The method is part of the act: it runs in the transaction that records the event as a success, and its writes through
 * `transactions.manager` commit with it. When it throws, the caller gets its error and nothing has happened. It must wait
 * only for the database.
 */
export function InTransaction(...events: readonly [Listened, ...Listened[]]): ListenerDecorator {
  return SetMetadata<symbol, Listening>(LISTENER_METADATA, { when: 'in-transaction', events: events.map(nameOf) });
}

/**
 * The method is called after the event was committed, on any node, at least once. After a fault it is called again, later
 * and later, until it resolves. Events of one subject (the resource, or else the target user, or else the tenant) come one
 * after the other, in the order of their recording. A call has 30 seconds. Waiting events are stored under `name`, so
 * `name` must not change.
 */
export function AfterCommit(name: string, events: Listened | readonly Listened[], { statuses = ['success'] }: { readonly statuses?: readonly AuditStatus[] } = {}): ListenerDecorator {
  return SetMetadata<symbol, Listening>(LISTENER_METADATA, { when: 'after-commit', name, events: [events].flat().map(nameOf), statuses });
}

function nameOf(event: Listened): string {
  return typeof event === 'string' ? event : event.name;
}
