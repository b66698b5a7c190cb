import type { TenantStatus, TenantType } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { AccessSnapshot, TenantAccess } from './access-snapshot.js';
import { PERMISSION_COUNTS, ROLE_COUNTS } from './roles-that-count.js';

/** One statement, so that everything is from one moment. */
const READ = `
  SELECT u.id AS user_id, u.version, u.status, u.email, u.first_name, u.last_name, u.avatar_url, u.username,
         u.email_verified_at IS NOT NULL AS is_email_verified,
         t.id AS tenant_id, t.version AS tenant_version, t.status AS tenant_status, t.type AS tenant_type,
         COALESCE(t.require_mfa AND NOT u.mfa_enabled, false) AS mfa_missing,
         platform.id AS platform_id, platform.version AS platform_version,
         COALESCE(held.level, 0) AS level, COALESCE(held.permissions, '{}') AS permissions
    FROM users u
    LEFT JOIN tenants platform ON platform.type = 'PLATFORM'
    LEFT JOIN memberships m ON m.user_id = u.id
    LEFT JOIN tenants t ON t.id = m.tenant_id
    LEFT JOIN LATERAL (
      SELECT max(r.level) AS level, array_agg(DISTINCT p.name ORDER BY p.name) FILTER (WHERE p.name IS NOT NULL) AS permissions
        FROM role_assignments a
        JOIN roles r ON ${ROLE_COUNTS}
        LEFT JOIN role_permissions rp ON rp.role_id = r.id
        LEFT JOIN permissions p ON ${PERMISSION_COUNTS}
       WHERE a.tenant_id = t.id AND a.user_id = u.id
    ) held ON true
   WHERE u.id = ANY($1::uuid[])`;

interface AccessRow {
  readonly user_id: UserId;
  readonly version: string;
  readonly status: string;
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly avatar_url: string | null;
  readonly username: string | null;
  readonly is_email_verified: boolean;
  readonly tenant_id: TenantId | null;
  readonly tenant_version: string;
  readonly tenant_status: TenantStatus;
  readonly tenant_type: TenantType;
  readonly mfa_missing: boolean;
  readonly platform_id: TenantId | null;
  readonly platform_version: string | null;
  readonly level: number;
  readonly permissions: readonly string[];
}

/** Reads a user's access from Postgres; inside a transaction, as that transaction sees it. */
@Injectable()
export class AccessReader {
  constructor(private readonly transactions: Transactions) {}

  /** Null when there is no such user. */
  async read(userId: UserId): Promise<AccessSnapshot | null> {
    return (await this.readMany([userId])).get(userId) ?? null;
  }

  /** The users that exist, in one statement. */
  async readMany(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, AccessSnapshot>> {
    if (userIds.length === 0) return new Map();
    const rowsOf = new Map<UserId, AccessRow[]>();
    for (const row of await this.transactions.manager.query<AccessRow[]>(READ, [userIds])) {
      const rows = rowsOf.get(row.user_id);
      if (rows) rows.push(row);
      else rowsOf.set(row.user_id, [row]);
    }
    return new Map([...rowsOf].map(([id, rows]) => [id, toSnapshot(id, rows.map(sharing(new Map())))]));
  }
}

/** Most tenants of a user with many give the same permissions, so the list is kept once. */
function sharing(lists: Map<string, readonly string[]>): (row: AccessRow) => AccessRow {
  return (row) => {
    const text = row.permissions.join();
    const permissions = lists.get(text) ?? row.permissions;
    lists.set(text, permissions);
    return { ...row, permissions };
  };
}

function toSnapshot(userId: UserId, rows: readonly AccessRow[]): AccessSnapshot {
  const [user] = rows;
  if (!user) throw new Error('a user is read as one row at least');
  const platform = rows.find((row) => row.tenant_type === 'PLATFORM' && row.tenant_status === 'ACTIVE');
  const full = {
    userId,
    userVersion: Number(user.version),
    userStatus: user.status,
    identity: {
      email: user.email,
      firstName: user.first_name,
      lastName: user.last_name,
      avatarUrl: user.avatar_url,
      isEmailVerified: user.is_email_verified,
      username: user.username,
    },
    platformPermissions: platform?.permissions ?? [],
    platformLevel: platform?.level ?? 0,
    tenants: new Map(rows.flatMap((row) => (row.tenant_id === null ? [] : [[row.tenant_id, tenantAccess(row)]]))),
    ...(user.platform_id === null ? {} : { sharedRoles: { tenantId: user.platform_id, version: Number(user.platform_version) } }),
  };
  return rows.some((row) => row.mfa_missing) ? { ...full, withoutSecondFactor: withoutSecondFactor(full, rows) } : full;
}

/**
 * In such a session, members of the platform's own tenant lose all platform permissions; members of other tenants lose
 * those of that tenant.
 */
function withoutSecondFactor(full: AccessSnapshot, rows: readonly AccessRow[]): AccessSnapshot {
  const missing = rows.filter((row) => row.mfa_missing);
  const tenants = new Map(full.tenants);
  for (const { tenant_id: id, tenant_version: version, tenant_status: status } of missing) {
    if (id !== null) tenants.set(id, { version: Number(version), status, permissions: [], level: 0, mfaMissing: true });
  }
  const ofPlatform = missing.some((row) => row.tenant_type === 'PLATFORM');
  return { ...full, tenants, ...(ofPlatform ? { platformPermissions: [], platformLevel: 0, platformMfaMissing: true as const } : {}) };
}

/** Roles held in the platform's tenant count everywhere, so they are listed once, apart from the tenants. */
function tenantAccess(row: AccessRow): TenantAccess {
  const platform = row.tenant_type === 'PLATFORM';
  return { version: Number(row.tenant_version), status: row.tenant_status, permissions: platform ? [] : row.permissions, level: platform ? 0 : row.level };
}
