import { AccessErrors, RequestErrors, type PermissionDefinition } from '@authengine/contracts';
import { Users } from '@authengine/identity';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Tenant } from '@authengine/tenancy';
import { Injectable } from '@nestjs/common';
import { decideAccess, levelIn, permissionsIn, type Place } from './access-decision.js';
import { AccessReader } from './access-reader.js';
import { accessRefusal } from './access-refusal.js';
import type { AccessSnapshot } from './access-snapshot.js';

/** Someone about to change something, and what they may do where they do it. */
export interface ActingUser {
  readonly access: AccessSnapshot;
  readonly place: Place;
  readonly level: number;
  readonly permissions: readonly string[];
}

export interface ActInTenant {
  readonly actorId: UserId;
  readonly tenantId: TenantId;
  /** What the act needs in a tenant, and what in the platform's own. */
  readonly needs: { readonly tenant: PermissionDefinition; readonly platform: PermissionDefinition };
  /** Others whom the act concerns: held with the actor, in one order. */
  readonly alsoHold?: readonly UserId[];
  /** Whether the tenant's row itself will change. */
  readonly changesTenant?: boolean;
}

/**
 * Asks, inside the transaction of a change, whether its actor may make it, on rows that are held to
 * its end: users before tenants, each in the order of their ids.
 */
@Injectable()
export class ActingUsers {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly reader: AccessReader,
  ) {}

  /** @throws AccessErrors.forbidden, RequestErrors.not_found for a tenant that is none of the actor's */
  async inTenant({ actorId, tenantId, needs, alsoHold = [], changesTenant = false }: ActInTenant): Promise<ActingUser & { readonly tenant: Tenant }> {
    await this.hold([actorId, ...alsoHold]);
    const tenant = await this.transactions.manager.findOne(Tenant, { where: { id: tenantId }, lock: { mode: changesTenant ? 'for_no_key_update' : 'pessimistic_read' } });
    const place = placeOf(tenantId, tenant);
    const acting = await this.decide(actorId, place === null ? needs.platform : needs.tenant, place);
    if (!tenant) throw RequestErrors.not_found();
    return { ...acting, tenant };
  }

  /** @throws AccessErrors.forbidden */
  async onPlatform(actorId: UserId, needs: PermissionDefinition, alsoHold: readonly UserId[] = []): Promise<ActingUser> {
    await this.hold([actorId, ...alsoHold]);
    return this.decide(actorId, needs, null);
  }

  private async hold(ids: readonly UserId[]): Promise<void> {
    for (const id of [...new Set(ids)].sort()) await this.users.lock(id);
  }

  private async decide(actorId: UserId, needs: PermissionDefinition, place: Place): Promise<ActingUser> {
    const access = await this.reader.read(actorId);
    if (access?.userStatus !== 'ACTIVE') throw AccessErrors.forbidden({ log: { reason: 'the actor is no longer active' } });
    const decision = decideAccess(access, [needs.name], place);
    if (!decision.allowed) throw accessRefusal(decision, place);
    return { access, place, level: levelIn(access, place), permissions: permissionsIn(access, place) };
  }
}

/** The platform's own tenant is the place where the platform is acted on. */
export function placeOf(tenantId: TenantId, tenant: Pick<Tenant, 'type' | 'status' | 'version'> | null): Place {
  if (tenant?.type === 'PLATFORM') return null;
  return { tenantId, live: tenant ? { version: Number(tenant.version), status: tenant.status } : undefined };
}
