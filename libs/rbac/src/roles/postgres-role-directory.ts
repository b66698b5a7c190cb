import { RoleDirectoryPort, type HeldRole, type PermissionScope } from '@authengine/contracts';
import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { ROLE_COUNTS } from '../access/roles-that-count.js';

interface HeldRoleRow {
  readonly user_id: UserId;
  readonly tenant_id: TenantId;
  readonly id: RoleId;
  readonly name: string;
  readonly description: string;
  readonly scope: PermissionScope;
  readonly level: number;
  readonly created_at: Date;
}

/** Only roles that count. */
const HELD = `role_assignments a JOIN tenants t ON t.id = a.tenant_id JOIN roles r ON ${ROLE_COUNTS}`;
/** The highest first. */
const ORDER = 'r.level DESC, r.name, a.tenant_id';

/** The roles of users, from Postgres; the highest first. */
@Injectable()
export class PostgresRoleDirectory extends RoleDirectoryPort {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async heldBy(userIds: readonly UserId[], tenantId?: TenantId): Promise<ReadonlyMap<UserId, readonly HeldRole[]>> {
    const held = new Map<UserId, HeldRole[]>(userIds.map((id) => [id, []]));
    if (userIds.length === 0) return held;
    const rows = await this.transactions.manager.query<HeldRoleRow[]>(
      `SELECT a.user_id, a.tenant_id, r.id, r.name, r.description, r.scope, r.level, r.created_at
         FROM ${HELD}
        WHERE a.user_id = ANY($1::uuid[]) AND ($2::uuid IS NULL OR a.tenant_id = $2::uuid)
        ORDER BY ${ORDER}`,
      [userIds, tenantId ?? null],
    );
    for (const { user_id: userId, tenant_id: tenant, created_at: createdAt, id, name, description, scope, level } of rows) {
      held.get(userId)?.push({ role: { id, name, description, scope, level, createdAt }, tenantId: tenant });
    }
    return held;
  }

  heldSql(userId: string): string {
    return `(SELECT json_agg(json_build_object('tenant_id', a.tenant_id, 'id', r.id, 'name', r.name, 'description', r.description, 'scope', r.scope, 'level', r.level, 'created_at', r.created_at) ORDER BY ${ORDER})
       FROM ${HELD} WHERE a.user_id = ${userId})`;
  }

  /** The value of an aggregate over no rows is null. */
  readHeld(value: unknown): readonly HeldRole[] {
    const rows = (value ?? []) as readonly (Omit<HeldRoleRow, 'user_id' | 'created_at'> & { readonly created_at: string })[];
    return rows.map(({ tenant_id: tenantId, created_at: createdAt, id, name, description, scope, level }) => ({ role: { id, name, description, scope, level, createdAt: new Date(createdAt) }, tenantId }));
  }
}
