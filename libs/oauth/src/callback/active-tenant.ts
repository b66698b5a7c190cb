import type { Session } from '@authengine/identity';
import type { TenantId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { LiveTenants, Memberships } from '@authengine/tenancy';
import { Injectable } from '@nestjs/common';

/** The tenant that a sign-in asked to begin in. */
@Injectable()
export class ActiveTenant {
  constructor(
    private readonly memberships: Memberships,
    private readonly tenants: LiveTenants,
    private readonly transactions: Transactions,
  ) {}

  /** In the transaction that began the session: the session in that tenant, or as it was for one who is no member there. */
  async enter(session: Session, tenantId: TenantId | null): Promise<Session> {
    if (tenantId === null || !(await this.memberships.has(tenantId, session.userId))) return session;
    if ((await this.tenants.read([tenantId])).get(tenantId)?.status !== 'ACTIVE') return session;
    await this.transactions.manager.query('UPDATE sessions SET tenant_id = $2 WHERE id = $1', [session.id, tenantId]);
    return { ...session, tenantId };
  }
}
