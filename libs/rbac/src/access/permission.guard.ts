import {
  ACCESS_METADATA,
  AccessErrors,
  AuditTrail,
  currentRequest,
  refuseRequest,
  RequestErrors,
  type Access,
  type PermissionRequirement,
} from '@authengine/contracts';
import { LiveTenants } from '@authengine/directory';
import { isUuid, type DomainError, type TenantId } from '@authengine/kernel';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { decideAccess, type Place } from './access-decision.js';
import { accessRefusal } from './access-refusal.js';
import type { AccessSnapshot } from './access-snapshot.js';
import { AccessSnapshots } from './access-snapshots.js';

/**
 * Admits a request to a `@RequirePermissions` route when its user now holds all of them there. The authentication guard
 * has identified the user before.
 * @throws Error for a route that does not declare its access
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly snapshots: AccessSnapshots,
    private readonly tenants: LiveTenants,
    private readonly trail: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (!access) throw new Error(`${context.getClass().name}.${context.getHandler().name} does not say who may call it`);
    if (access.kind !== 'permissions') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const refusal = await this.refusal(access, request);
    return refusal ? refuseRequest(this.trail, context, refusal, namedTenant(access, request)) : true;
  }

  private async refusal({ permissions, tenantParam }: PermissionRequirement, request: Request): Promise<DomainError | undefined> {
    const principal = currentRequest()?.principal;
    if (principal?.kind !== 'user') return AccessErrors.unauthenticated();
    const tenantId = tenantParam === undefined ? null : tenantOf(request, tenantParam);
    if (tenantId === undefined) return RequestErrors.not_found({ log: { reason: 'tenant_malformed' } });
    const found = await this.snapshots.find({ sub: principal.userId, sid: principal.sessionId });
    if (!found) return AccessErrors.unauthenticated();
    const place = await this.placeOf(found.access, tenantId);
    const decision = decideAccess(found.access, permissions.map(({ name }) => name), place);
    return decision.allowed ? undefined : accessRefusal(decision, place);
  }

  /** Only a caller with rights in every tenant may learn whether a tenant exists. */
  private async placeOf(access: AccessSnapshot, tenantId: TenantId | null): Promise<Place> {
    if (tenantId === null) return null;
    if (access.tenants.has(tenantId) || access.platformPermissions.length === 0) return { tenantId };
    return { tenantId, live: (await this.tenants.read([tenantId])).get(tenantId) };
  }
}

/**
 * Undefined when the text cannot be a tenant's id.
 * @throws Error when the route has no such parameter
 */
function tenantOf(request: Request, param: string): TenantId | undefined {
  if (!(param in request.params)) throw new Error(`${request.path} has no parameter ${param}`);
  const value = request.params[param];
  return isUuid(value) ? (value as TenantId) : undefined;
}

/** The tenant whose log gets the refusal; the interceptor uses the same one for admitted requests. */
function namedTenant({ tenantParam }: PermissionRequirement, request: Request): TenantId | undefined {
  return tenantParam === undefined ? undefined : tenantOf(request, tenantParam);
}
