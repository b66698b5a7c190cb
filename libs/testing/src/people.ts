import { newId, type RoleId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import type { DataSource } from 'typeorm';

/** Puts users, tenants and roles straight into the database, as what a spec finds there. */
export class People {
  constructor(private readonly dataSource: DataSource) {}

  async user(status = 'ACTIVE'): Promise<UserId> {
    const id = newId<UserId>();
    await this.dataSource.query('INSERT INTO users (id, email, status, email_verified_at) VALUES ($1, $2, $3, now())', [id, `${id}@people.test`, status]);
    return id;
  }

  /** A tenant with this owner, or with one of its own, as TENANT_OWNER. */
  async tenant(owner?: UserId): Promise<TenantId> {
    const id = newId<TenantId>();
    const ownerId = owner ?? (await this.user());
    await this.dataSource.query("INSERT INTO tenants (id, name, type, owner_id) VALUES ($1, 'A tenant', 'CUSTOMER', $2)", [id, ownerId]);
    await this.member(id, ownerId, 'TENANT_OWNER');
    return id;
  }

  async platform(): Promise<TenantId> {
    const [row] = await this.dataSource.query<{ id: TenantId }[]>("SELECT id FROM tenants WHERE type = 'PLATFORM'");
    if (!row) throw new Error('there is no platform tenant before bootstrap');
    return row.id;
  }

  /** Makes the user a member who holds these roles. */
  async member(tenantId: TenantId, userId: UserId, ...roleNames: string[]): Promise<void> {
    await this.dataSource.query('INSERT INTO memberships (tenant_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [tenantId, userId]);
    for (const name of roleNames) {
      await this.dataSource.query(
        `INSERT INTO role_assignments (id, user_id, tenant_id, role_id)
         SELECT $1, $2, $3, id FROM roles WHERE name = $4 AND (tenant_id IS NULL OR tenant_id = $3) LIMIT 1`,
        [newId(), userId, tenantId, name],
      );
    }
  }

  /** A new user who is a member with these roles. */
  async newMember(tenantId: TenantId, ...roleNames: string[]): Promise<UserId> {
    const id = await this.user();
    await this.member(tenantId, id, ...roleNames);
    return id;
  }

  async role(name: string, given: { scope?: string; level?: number; tenantId?: TenantId; permissions?: readonly string[] } = {}): Promise<RoleId> {
    const id = newId<RoleId>();
    const { scope = 'TENANT', level = 20, tenantId = null, permissions = [] } = given;
    await this.dataSource.query('INSERT INTO roles (id, name, scope, level, tenant_id) VALUES ($1, $2, $3, $4, $5)', [id, name, scope, level, tenantId]);
    for (const permission of permissions) await this.dataSource.query('INSERT INTO role_permissions VALUES ($1, $2)', [id, permission]);
    return id;
  }

  /** A session that stands, as the claims of its tokens name it. */
  async session(userId: UserId): Promise<{ sub: UserId; sid: SessionId }> {
    const sid = newId<SessionId>();
    await this.dataSource.query(
      `INSERT INTO sessions (id, user_id, auth_strategy, rotated_at, authenticated_at, created_at, last_seen_at, idle_expires_at, expires_at)
       VALUES ($1, $2, 'email_password', now(), now(), now(), now(), now() + interval '7 days', now() + interval '30 days')`,
      [sid, userId],
    );
    return { sub: userId, sid };
  }
}
