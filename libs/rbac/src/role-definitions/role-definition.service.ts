import { AuditTrail, beforeAndAfter, PlatformPermissions, TenantPermissions, type PermissionScope } from '@authengine/contracts';
import { type Tenant, Tenants } from '@authengine/directory';
import { Clock, newId, type RoleId, type TenantId, type UserId } from '@authengine/kernel';
import { isUniqueViolation, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AuthorizationService, type Actor } from '../access/authorization.service.js';
import { RoleAssignment } from '../assignments/role-assignment.entity.js';
import { Permission } from '../permissions/permission.entity.js';
import { RoleErrors } from '../roles/role.errors.js';
import { RoleEvents } from '../roles/role.events.js';
import { RolePermission } from '../roles/role-permission.entity.js';
import { Role } from '../roles/role.entity.js';
import type { HoldingRole } from '../roles/roles.js';
import { RoleNames } from './role-names.js';
import { checkFitting, checkHeld, checkLevelBelow, checkNotHeldByActor, checkNotProtected } from './role-rules.js';

const NEEDS = { permission: TenantPermissions.rolesAssign, platformPermission: PlatformPermissions.rolesAssign };

/**
 * Who defines roles, and where. A tenant defines its own roles; the platform's tenant defines platform roles and those
 * that all tenants share.
 */
export interface DefinitionPlace {
  readonly actorId: UserId;
  readonly tenantId: TenantId;
}

export interface RoleFields {
  readonly name: string;
  readonly description: string;
  readonly level: number;
  readonly permissions: readonly string[];
}

type Definer = Actor & { readonly tenant: Tenant };

/**
 * Custom roles. The actor's rights are read inside the transaction, on rows that stay locked until its end. A change
 * counts for the role's holders from their next request on.
 */
@Injectable()
export class RoleDefinitionService {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly names: RoleNames,
    private readonly tenants: Tenants,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * `scope` matters only on the platform: `TENANT` makes a role that all tenants share.
   * @throws AccessErrors.forbidden, RequestErrors.not_found, RequestErrors.invalid, RoleErrors.*
   */
  async create(place: DefinitionPlace, fields: RoleFields, scope: PermissionScope = 'PLATFORM'): Promise<HoldingRole> {
    return this.transactions.run(async () => {
      const acting = await this.authorize(place);
      const shared = acting.place === null;
      const role: Role = {
        id: newId<RoleId>(),
        name: fields.name,
        description: fields.description,
        scope: shared ? scope : 'TENANT',
        level: fields.level,
        tenantId: shared ? null : place.tenantId,
        builtIn: false,
        createdAt: this.clock.now(),
        updatedAt: this.clock.now(),
      };
      checkLevelBelow(acting, role.level);
      const permissions = await this.checkPermissions(acting, fields.permissions, role.scope);
      await this.names.take(role);
      await this.insert(role, permissions);
      const metadata = { role_name: role.name, role_level: role.level, role_scope: role.scope, permissions };
      await this.trail.record(RoleEvents.created, { actorId: place.actorId, tenantId: acting.tenant.id, resourceId: role.id, metadata });
      return { role, permissions };
    });
  }

  /**
   * Changes the given fields.
   * @throws as `create`, and RoleErrors.protected, RoleErrors.held_by_actor
   */
  async change(place: DefinitionPlace, roleId: RoleId, fields: Partial<RoleFields>): Promise<HoldingRole> {
    return this.transactions.run(async () => {
      const acting = await this.authorize(place);
      const role = await this.find(acting, roleId);
      const held = (await this.transactions.manager.findBy(RolePermission, { roleId })).map(({ permissionName }) => permissionName).sort();
      const wanted = fields.permissions === undefined ? held : [...new Set(fields.permissions)].sort();
      const added = wanted.filter((name) => !held.includes(name));
      const removed = held.filter((name) => !wanted.includes(name));
      if (fields.level !== undefined) checkLevelBelow(acting, fields.level);
      await this.checkPermissions(acting, added, role.scope);

      const changed = { ...role, name: fields.name ?? role.name, description: fields.description ?? role.description, level: fields.level ?? role.level, updatedAt: this.clock.now() };
      if (changed.name !== role.name) await this.names.take(changed);
      await this.update(changed, added, removed);
      // A shared role depends on the platform's version, as the platform's own roles do: see AccessSnapshot.
      await this.tenants.changed([acting.tenant.id], removed.length > 0 || changed.level < role.level ? 'revokes' : 'grants');
      if (fields.permissions !== undefined || fields.level !== undefined) await this.tenants.confirmChanges([acting.tenant.id]);
      const metadata = { role_name: changed.name, role_level: changed.level, old_name: role.name, old_level: role.level, permissions_added: added, permissions_removed: removed, ...beforeAndAfter(shown(role, held), shown(changed, wanted)) };
      await this.trail.record(RoleEvents.updated, { actorId: place.actorId, tenantId: acting.tenant.id, resourceId: roleId, metadata });
      return { role: changed, permissions: wanted };
    });
  }

  /**
   * Deletes a role that nobody holds. Taking it from its holders is a separate act, with the level rule for each
   * holder.
   * @throws as `change`, and RoleErrors.in_use
   */
  async delete(place: DefinitionPlace, roleId: RoleId): Promise<void> {
    await this.transactions.run(async () => {
      const acting = await this.authorize(place);
      const role = await this.find(acting, roleId);
      if (await this.transactions.manager.existsBy(RoleAssignment, { roleId })) throw RoleErrors.in_use();
      await this.transactions.manager.delete(Role, { id: roleId });
      await this.trail.record(RoleEvents.deleted, { actorId: place.actorId, tenantId: acting.tenant.id, resourceId: roleId, metadata: { role_name: role.name, role_level: role.level } });
    });
  }

  private authorize({ actorId, tenantId }: DefinitionPlace): Promise<Definer> {
    return this.authorization.inTenant(tenantId, { ...NEEDS, actorId });
  }

  /** The role to change, with its row locked. A tenant's own role exists only in that tenant. */
  private async find(acting: Definer, roleId: RoleId): Promise<Role> {
    const seen = await this.transactions.manager.findOneBy(Role, { id: roleId });
    if (!seen || !isVisible(seen, acting)) throw RoleErrors.not_found();
    checkNotProtected(seen, acting.place === null ? null : acting.tenant.id);
    checkLevelBelow(acting, seen.level);
    const role = await this.transactions.manager.findOne(Role, { where: { id: roleId }, lock: { mode: 'pessimistic_write' } });
    if (!role) throw RoleErrors.not_found();
    checkLevelBelow(acting, role.level);
    const held = await this.transactions.manager.findBy(RoleAssignment, { userId: acting.access.userId, roleId });
    checkNotHeldByActor(held.map((assignment) => assignment.roleId), role);
    return role;
  }

  private async checkPermissions(acting: Definer, names: readonly string[], scope: PermissionScope): Promise<readonly string[]> {
    const wanted = [...new Set(names)].sort();
    const rows = await this.transactions.manager.findBy(Permission, { name: In(wanted) });
    checkFitting(names, new Map(rows.map((row) => [row.name, row.scope])), scope);
    checkHeld(acting, wanted);
    return wanted;
  }

  private async insert(role: Role, permissions: readonly string[]): Promise<void> {
    try {
      await this.transactions.manager.insert(Role, role);
    } catch (error) {
      throw isUniqueViolation(error) ? RoleErrors.name_taken({ cause: error }) : error;
    }
    if (permissions.length > 0) await this.transactions.manager.insert(RolePermission, permissions.map((permissionName) => ({ roleId: role.id, permissionName })));
  }

  private async update({ id, name, description, level, updatedAt }: Role, added: readonly string[], removed: readonly string[]): Promise<void> {
    await this.transactions.manager.update(Role, { id }, { name, description, level, updatedAt });
    if (removed.length > 0) await this.transactions.manager.delete(RolePermission, { roleId: id, permissionName: In([...removed]) });
    if (added.length > 0) await this.transactions.manager.insert(RolePermission, added.map((permissionName) => ({ roleId: id, permissionName })));
  }
}

/** Whether the place's own list shows the role: it is the place's own, or its members can hold it. */
function isVisible(role: Role, { place, tenant }: Definer): boolean {
  if (place === null) return role.tenantId === null;
  return role.tenantId === tenant.id || (role.tenantId === null && role.scope === 'TENANT');
}

/** A role as its changes are put on record. */
function shown({ name, description, level }: Role, permissions: readonly string[]): Record<string, unknown> {
  return { name, description, level, permissions };
}
