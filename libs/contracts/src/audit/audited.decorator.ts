import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { AuditEvent } from './audit-event.js';

export const AUDITED_METADATA = Symbol('authengine:audited');
/** The event that a refused call of the handler is recorded under: what guards look for. */
export const AUDITED_REFUSAL_METADATA = Symbol('authengine:audited-refusal');

export interface AuditedOptions {
  /** What a call that fails or is refused is recorded under, where the event's own name would say that it came about. */
  readonly refusal?: AuditEvent;
}

/**
 * The handler's act is on record under `event`: as success in the same transaction as the handler's
 * first committed change (or right after a handler that changed nothing), as failure or denied when it
 * throws; then under `refusal`, where there is one.
 */
export function Audited(event: AuditEvent, { refusal = event }: AuditedOptions = {}): MethodDecorator {
  return applyDecorators(SetMetadata(AUDITED_METADATA, event), SetMetadata(AUDITED_REFUSAL_METADATA, refusal), ApiExtension('x-audit-event', event.name));
}
