import { Clock, isUuid, type TenantId, type UserId } from '@authengine/kernel';
import { Endings, Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Membership } from './membership.entity.js';

/**
 * The memberships of users in tenants. A membership changes what its user may do: after changing one, call
 * `Users.changed` in the same transaction.
 */
@Injectable()
export class Memberships implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly endings: Endings,
  ) {}

  /** A tenant's key hears what ends for the tenant's members. */
  onModuleInit(): void {
    this.endings.hearersBy((subjects) => this.tenantsOf(subjects));
  }

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
    const left = (affected ?? 0) > 0;
    if (left) this.endings.leaves(userId, [tenantId]);
    return left;
  }

  private async tenantsOf(subjects: readonly string[]): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    const rows = await this.transactions.manager.query<{ user_id: string; tenant_id: string }[]>('SELECT user_id, tenant_id FROM memberships WHERE user_id = ANY($1::uuid[])', [subjects.filter(isUuid)]);
    for (const { user_id, tenant_id } of rows) found.set(user_id, [...(found.get(user_id) ?? []), tenant_id]);
    return found;
  }
}
