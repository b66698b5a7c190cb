import { Clock, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Membership } from './membership.entity.js';

/**
 * The memberships of users in tenants. A membership changes what its user may do: after changing one, call
 * `Users.changed` in the same transaction.
 */
@Injectable()
export class Memberships {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  has(tenantId: TenantId, userId: UserId): Promise<boolean> {
    return this.transactions.manager.existsBy(Membership, { tenantId, userId });
  }

  /** Returns whether the user was not a member before. */
  async add(tenantId: TenantId, userId: UserId): Promise<boolean> {
    const added = await this.transactions.manager.query<unknown[]>(
      'INSERT INTO memberships (tenant_id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING user_id',
      [tenantId, userId, this.clock.now()],
    );
    return added.length > 0;
  }

  /** The tenants that the user joined after that moment and does not own. */
  async joinedAfter(userId: UserId, moment: Date): Promise<TenantId[]> {
    const rows = await this.transactions.manager.query<{ tenant_id: TenantId }[]>(
      'SELECT m.tenant_id FROM memberships m JOIN tenants t ON t.id = m.tenant_id WHERE m.user_id = $1 AND m.created_at > $2 AND t.owner_id <> $1 ORDER BY m.tenant_id',
      [userId, moment],
    );
    return rows.map(({ tenant_id }) => tenant_id);
  }

  /** Ends the membership and all roles held by it. Returns whether there was one. */
  async remove(tenantId: TenantId, userId: UserId): Promise<boolean> {
    const { affected } = await this.transactions.manager.delete(Membership, { tenantId, userId });
    return (affected ?? 0) > 0;
  }
}
