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

  /** Ends the membership and all roles held by it. Returns whether there was one. */
  async remove(tenantId: TenantId, userId: UserId): Promise<boolean> {
    const { affected } = await this.transactions.manager.delete(Membership, { tenantId, userId });
    return (affected ?? 0) > 0;
  }
}
