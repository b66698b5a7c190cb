import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { AuditEvent } from './audit-event.js';

export const AUDITED_METADATA = Symbol('authengine:audited');

/**
 * The handler's act is on record under `event`: as success in the same transaction as the handler's
 * first committed change (or right after a handler that changed nothing), as failure or denied when it throws.
 */
export function Audited(event: AuditEvent): MethodDecorator {
  return applyDecorators(SetMetadata(AUDITED_METADATA, event), ApiExtension('x-audit-event', event.name));
}
