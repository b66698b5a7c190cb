import { AccessErrors, RequestErrors, type PermissionDefinition } from '@authengine/contracts';
import { type Tenant, Tenants, Users } from '@authengine/directory';
import { DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { decideAccess, levelIn, permissionsIn, type Place } from './access-decision.js';
import { AccessReader } from './access-reader.js';
import { accessRefusal } from './access-refusal.js';
import type { AccessSnapshot } from './access-snapshot.js';

export interface Act {
  readonly actorId: UserId;
  readonly permission: PermissionDefinition;
  /** The users whose rows the act changes, besides the actor. */
  readonly touching?: readonly UserId[];
}

export interface ActInTenant extends Act {
  /** The permission needed instead in the platform's own tenant, where the place is the platform (null). */
  readonly platformPermission?: PermissionDefinition;
  /** The act does not change the tenant's own row, so acts of this kind need not wait for each other. */
  readonly sparesTenant?: boolean;
}

export interface Actor {
  readonly access: AccessSnapshot;
  readonly place: Place;
  /** The actor's own level at the place of the act. */
  readonly level: number;
  readonly permissions: readonly string[];
}

/**
 * An actor's rights, read inside the transaction of the act. From here on it holds the rows of everyone concerned:
 * first the users by id, then the tenant. So when two acts concern the same row, the second sees the first.
 */
@Injectable()
export class AuthorizationService {
  constructor(
    private readonly users: Users,
    private readonly tenants: Tenants,
    private readonly reader: AccessReader,
  ) {}

  /** @throws AccessErrors.forbidden, and RequestErrors.not_found for a tenant that is absent or none of the actor's */
  async inTenant(tenantId: TenantId, { platformPermission, sparesTenant = false, ...act }: ActInTenant): Promise<Actor & { readonly tenant: Tenant }> {
    await this.holdUsers([act.actorId, ...(act.touching ?? [])]);
    const tenant = await this.tenants.lock(tenantId, sparesTenant ? 'as it is' : 'to change');
    const onPlatform = tenant?.type === 'PLATFORM' && platformPermission !== undefined;
    const actor = await (onPlatform ? this.decide({ ...act, permission: platformPermission }, null) : this.decide(act, placeOf(tenantId, tenant)));
    if (!tenant) throw RequestErrors.not_found();
    return { ...actor, tenant };
  }

  /** The actor's rights in a tenant, when the caller holds its row and the actor's; null when the actor may not act there. */
  async inHeldTenant(tenant: Tenant, act: Act): Promise<Actor | null> {
    const actor = await this.judge(act, placeOf(tenant.id, tenant));
    return actor instanceof DomainError ? null : actor;
  }

  /**
   * On the platform.
   * @throws AccessErrors.forbidden
   */
  async onPlatform(act: Act): Promise<Actor> {
    await this.holdUsers([act.actorId, ...(act.touching ?? [])]);
    return this.decide(act, null);
  }

  /** Locks these users' rows, in the one order that all code uses. */
  async holdUsers(ids: readonly UserId[]): Promise<void> {
    for (const id of [...new Set(ids)].sort()) await this.users.lock(id);
  }

  private async decide(act: Act, place: Place): Promise<Actor> {
    const actor = await this.judge(act, place);
    if (actor instanceof DomainError) throw actor;
    return actor;
  }

  /** The actor, or the refusal. */
  private async judge({ actorId, permission }: Act, place: Place): Promise<Actor | DomainError> {
    const access = await this.reader.read(actorId);
    if (access?.userStatus !== 'ACTIVE') return AccessErrors.forbidden({ log: { reason: 'the actor is no longer active' } });
    const decision = decideAccess(access, [permission.name], place);
    if (!decision.allowed) return accessRefusal(decision, place);
    return { access, place, level: levelIn(access, place), permissions: permissionsIn(access, place) };
  }
}

/** A place from a locked row, so that nothing is newer. */
function placeOf(tenantId: TenantId, tenant: Tenant | null): NonNullable<Place> {
  return { tenantId, live: tenant ? { version: Number(tenant.version), status: tenant.status } : undefined };
}
