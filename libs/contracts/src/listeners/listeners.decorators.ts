import { SetMetadata } from '@nestjs/common';
import type { AuditEvent, AuditStatus } from '../audit/audit-event.js';
import type { Listener } from './happened-event.js';

export const LISTENER_METADATA = Symbol('authengine:listener');

/** What a method listens to, and when it is told. */
export type Listening =
  | { readonly when: 'in-transaction'; readonly events: readonly AuditEvent[] }
  | { readonly when: 'after-commit'; readonly name: string; readonly events: readonly AuditEvent[]; readonly statuses: readonly AuditStatus[] };

type ListenerDecorator = (target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Listener>) => void;

/**
 * The method is part of the act: it runs in the transaction that records the event as a success, and what it writes by
 * `transactions.manager` commits with it. What it throws is the caller's answer, and nothing has happened. It waits for
 * nothing but the database.
 */
export function InTransaction(...events: readonly [AuditEvent, ...AuditEvent[]]): ListenerDecorator {
  return SetMetadata<symbol, Listening>(LISTENER_METADATA, { when: 'in-transaction', events });
}

/**
 * The method is told once the event is committed, on whatever node, at least once: again after a fault, later and later,
 * until it resolves. Events of one subject (the resource, else the target user, else the tenant) are told one after the
 * other, in the order of their recording. It has 30 seconds. What is to be told waits under `name`, which therefore stays.
 */
export function AfterCommit(name: string, events: AuditEvent | readonly AuditEvent[], { statuses = ['success'] }: { readonly statuses?: readonly AuditStatus[] } = {}): ListenerDecorator {
  return SetMetadata<symbol, Listening>(LISTENER_METADATA, { when: 'after-commit', name, events: [events].flat(), statuses });
}
