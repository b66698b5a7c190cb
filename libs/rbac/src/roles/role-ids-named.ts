import type { RoleId, TenantId } from '@authengine/kernel';
import type { EntityManager } from 'typeorm';

/**
 * The roles with this name: all of them, or those that can be held in one tenant. Ask before a list is filtered by
 * them: Postgres knows how many users hold a role id, but not how many hold a name.
 */
export async function roleIdsNamed(manager: EntityManager, name: string, tenantId?: TenantId): Promise<RoleId[]> {
  const rows = await manager.query<{ id: RoleId }[]>('SELECT id FROM roles WHERE name = $1 AND ($2::uuid IS NULL OR tenant_id IS NULL OR tenant_id = $2)', [name, tenantId ?? null]);
  return rows.map(({ id }) => id);
}
