import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { AuditEvent } from './audit-event.js';

export const AUDITED_METADATA = Symbol('authengine:audited');
/** The metadata key under which guards find the event of a refused call. */
export const AUDITED_REFUSAL_METADATA = Symbol('authengine:audited-refusal');

export interface AuditedOptions {
  /** The event of a call that fails or is refused, when the event's own name would say that it succeeded. */
  readonly refusal?: AuditEvent;
}

/**
 * Records the handler's act as `event`. A success is recorded in the transaction of the handler's first committed change,
 * or after a handler that changed nothing. When the handler throws, it is recorded as failure or denied, as `refusal` if
 * there is one.
 */
export function Audited(event: AuditEvent, { refusal = event }: AuditedOptions = {}): MethodDecorator {
  return applyDecorators(SetMetadata(AUDITED_METADATA, event), SetMetadata(AUDITED_REFUSAL_METADATA, refusal), ApiExtension('x-audit-event', event.name), ...(refusal === event ? [] : [ApiExtension('x-audit-refusal', refusal.name)]));
}
