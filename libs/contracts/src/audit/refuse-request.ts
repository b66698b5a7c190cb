import type { DomainError } from '@authengine/kernel';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { AuditEvent } from './audit-event.js';
import type { AuditTrail } from './audit-trail.js';
import { AUDITED_REFUSAL_METADATA } from './audited.decorator.js';

/** A guard refuses with this: it records the refusal as the handler declares, then throws `error`. */
export async function refuseRequest(trail: AuditTrail, context: ExecutionContext, error: DomainError, tenantId?: string): Promise<never> {
  const request = context.switchToHttp().getRequest<Request>();
  const { path: route } = request.route as { readonly path: string };
  const event = Reflect.getMetadata(AUDITED_REFUSAL_METADATA, context.getHandler()) as AuditEvent | undefined;
  await trail.refuse(event, error, { method: request.method, route, tenantId });
  throw error;
}
