import { permissionCatalogue } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { Clock, newId, type RoleId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { BuiltInRoles } from '../roles/built-in-roles.js';

export interface Additions {
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
  /** Permissions of the code that the database has for the other scope: the API declared them, or an older build. */
  readonly otherScope: readonly string[];
}

/**
 * Brings the code's declarations into the database: permissions, built-in roles, and the roles' default permissions. A
 * default is given once, when the role or the permission is new. A later change by an admin is never undone.
 */
@Injectable()
export class RoleCatalogue {
  constructor(
    private readonly transactions: Transactions,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
  ) {}

  /** Joins the caller's transaction; resolves with the additions. */
  async complete(): Promise<Additions> {
    const permissions = await this.addPermissions();
    const roles = await this.addRoles();
    if (await this.grantDefaults(new Set(permissions), new Set(roles))) await this.tellPlatform();
    return { permissions, roles, otherScope: await this.ofOtherScope() };
  }

  private async addPermissions(): Promise<string[]> {
    const declared = permissionCatalogue();
    const added = await this.transactions.manager.query<{ name: string }[]>(
      `INSERT INTO permissions (name, description, scope, created_at)
       SELECT name, description, scope, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS declared (name, description, scope)
       ON CONFLICT (name) DO NOTHING RETURNING name`,
      [declared.map((p) => p.name), declared.map((p) => p.description), declared.map((p) => p.scope), this.clock.now()],
    );
    return added.map(({ name }) => name).sort();
  }

  private async ofOtherScope(): Promise<string[]> {
    const declared = permissionCatalogue();
    const rows = await this.transactions.manager.query<{ name: string }[]>(
      `SELECT name FROM permissions JOIN unnest($1::text[], $2::text[]) AS declared (name, scope) USING (name) WHERE permissions.scope <> declared.scope ORDER BY name`,
      [declared.map((p) => p.name), declared.map((p) => p.scope)],
    );
    return rows.map(({ name }) => name);
  }

  private async addRoles(): Promise<string[]> {
    const roles = Object.values(BuiltInRoles);
    const added = await this.transactions.manager.query<{ name: string }[]>(
      `INSERT INTO roles (id, name, description, scope, level, built_in, created_at, updated_at)
       SELECT id, name, description, scope, level, true, $6, $6
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[]) AS built_in (id, name, description, scope, level)
       ON CONFLICT (name) WHERE tenant_id IS NULL DO NOTHING RETURNING name`,
      [roles.map(() => newId<RoleId>()), roles.map((r) => r.name), roles.map((r) => r.description), roles.map((r) => r.scope), roles.map((r) => r.level), this.clock.now()],
    );
    return added.map(({ name }) => name).sort();
  }

  private async grantDefaults(newPermissions: ReadonlySet<string>, newRoles: ReadonlySet<string>): Promise<boolean> {
    const defaults = Object.values(BuiltInRoles).flatMap((role) =>
      permissionCatalogue()
        .filter((permission) => role.holds(permission) && (newRoles.has(role.name) || newPermissions.has(permission.name)))
        .map((permission) => ({ role: role.name, permission: permission.name })),
    );
    if (defaults.length === 0) return false;
    const granted = await this.transactions.manager.query<unknown[]>(
      `INSERT INTO role_permissions (role_id, permission_name)
       SELECT roles.id, given.permission FROM unnest($1::text[], $2::text[]) AS given (role, permission)
         JOIN roles ON roles.name = given.role AND roles.tenant_id IS NULL AND roles.built_in
       ON CONFLICT DO NOTHING RETURNING role_id`,
      [defaults.map((d) => d.role), defaults.map((d) => d.permission)],
    );
    return granted.length > 0;
  }

  /** Before the first start has made the platform, nobody has read any role. */
  private async tellPlatform(): Promise<void> {
    const platform = await this.tenants.findPlatform();
    if (platform) await this.tenants.changed([platform.id], 'grants');
  }
}
