import { AuditTrail, permissionCatalogue, PlatformPermissions, type PermissionDefinition } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { folded, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuthorizationService } from '../access/authorization.service.js';
import { BuiltInRoles } from '../roles/built-in-roles.js';
import { Permission } from './permission.entity.js';
import { PermissionErrors } from './permission.errors.js';
import { PermissionEvents } from './permission.events.js';

/** People read the whole list, so it must stay short. */
const MAX_PERMISSIONS = 1_000;
const RESERVED = /^(?:platform|tenant)\./;

/** The permissions that services declare for themselves, besides those in the product's code. */
@Injectable()
export class DeclaredPermissions {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly tenants: Tenants,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The whole catalogue by name, or the permissions with `q` in their name. */
  async all(scope?: PermissionDefinition['scope'], q?: string): Promise<Permission[]> {
    const query = this.transactions.manager.createQueryBuilder(Permission, 'permission');
    if (scope !== undefined) query.andWhere('permission.scope = :scope', { scope });
    if (q !== undefined) query.andWhere(`position(${folded(':q')} IN permission.name) > 0`, { q });
    // Sorted by character code, because a database's own order depends on its locale.
    return (await query.getMany()).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Adds the permission to the catalogue and to SUPER_ADMIN, who holds all. Declaring it again updates its description,
   * so a service can declare at every start. `created` says whether it was new.
   * @throws AccessErrors.forbidden, PermissionErrors.*
   */
  declare(actorId: UserId, { name, description, scope }: Omit<PermissionDefinition, 'heldBy'>): Promise<{ permission: Permission; created: boolean }> {
    return this.transactions.run(async () => {
      await this.authorization.onPlatform({ actorId, permission: PlatformPermissions.rolesAssign });
      if (RESERVED.test(name) || permissionCatalogue().some((declared) => declared.name === name)) throw PermissionErrors.reserved();
      const platform = await this.tenants.findPlatform();
      if (!platform) throw new Error('there is no platform before bootstrap');
      // Locks the platform's row: declarations then happen one after the other, so that the catalogue stays within its
      // limit.
      await this.tenants.changed([platform.id], 'grants');
      const known = await this.transactions.manager.findOneBy(Permission, { name });
      if (known && known.scope !== scope) throw PermissionErrors.other_scope();
      if (!known && (await this.transactions.manager.count(Permission)) >= MAX_PERMISSIONS) throw PermissionErrors.too_many();
      const permission: Permission = { name, description, scope, createdAt: known?.createdAt ?? this.clock.now() };
      await this.transactions.manager.upsert(Permission, permission, ['name']);
      if (!known) await this.giveToSuperAdmin(name);
      const metadata = { permission: name, permission_scope: scope, created: !known };
      await this.trail.record(PermissionEvents.declared, { actorId, resourceId: name, metadata });
      return { permission, created: !known };
    });
  }

  private async giveToSuperAdmin(name: string): Promise<void> {
    await this.transactions.manager.query(
      'INSERT INTO role_permissions (role_id, permission_name) SELECT id, $1 FROM roles WHERE name = $2 AND tenant_id IS NULL AND built_in ON CONFLICT DO NOTHING',
      [name, BuiltInRoles.superAdmin.name],
    );
  }
}
