import { folded, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { RoleErrors } from '../roles/role.errors.js';
import type { Role } from '../roles/role.entity.js';

/**
 * Roles are given by name, so a name must mean one role wherever it can be given. A tenant's own role cannot have the
 * name of a shared or built-in role, in any case. A refusal does not show a tenant which other roles the platform has.
 * The unique indexes check each kind only by itself.
 */
@Injectable()
export class RoleNames {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Call this in a transaction: nobody else can take the name before it ends.
   * @throws RoleErrors.name_taken
   */
  async take({ id, name, scope, tenantId }: Role): Promise<void> {
    await this.transactions.manager.query(`SELECT pg_advisory_xact_lock(hashtextextended(${folded('$1')}, 4207))`, [name]);
    const taken = await this.transactions.manager.query<unknown[]>(
      `SELECT 1 FROM roles WHERE ${folded('name')} = ${folded('$1')} AND id <> $2
          AND (tenant_id = $3::uuid OR ($3::uuid IS NULL AND (tenant_id IS NULL OR $4 = 'TENANT'))
            OR ($3::uuid IS NOT NULL AND tenant_id IS NULL AND (scope = 'TENANT' OR built_in))) LIMIT 1`,
      [name, id, tenantId, scope],
    );
    if (taken.length > 0) throw RoleErrors.name_taken();
  }
}
