import { AccessErrors, AuditTrail, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import { Tenant } from '@authengine/directory';
import type { TenantId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AccessReader } from '@authengine/rbac';
import { Sessions, SessionTokens, type TokensDto } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { ActiveTenantEvents } from './active-tenant.events.js';

/**
 * The active tenant of a session. It is the answer for a service that names no tenant, and allows nothing by itself.
 */
@Injectable()
export class ActiveTenantService {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: AccessReader,
    private readonly sessions: Sessions,
    private readonly tokens: SessionTokens,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Sets the active tenant and returns the session's next tokens. The refresh token is used up, so a thief of an access
   * token cannot get the client's refresh token unnoticed.
   * @throws RequestErrors.not_found, AccessErrors.forbidden, AccessErrors.unauthenticated
   */
  async select(tenantId: TenantId, { userId, sessionId }: UserPrincipal): Promise<TokensDto> {
    const session = await this.transactions.run(async () => {
      // The tenant is locked before the session: ending a tenant, or a membership in it, ends the sessions in it.
      const tenant = await this.transactions.manager.findOne(Tenant, { where: { id: tenantId }, lock: { mode: 'pessimistic_read' } });
      const access = await this.reader.read(userId);
      if (access?.userStatus !== 'ACTIVE') throw AccessErrors.unauthenticated();
      if (!tenant || !(access.tenants.has(tenantId) || access.platformPermissions.length > 0)) throw RequestErrors.not_found();
      if (tenant.status !== 'ACTIVE') throw AccessErrors.forbidden({ detail: 'This tenant is suspended.' });
      const held = await this.sessions.lock(sessionId);
      if (!held || held.endedAt !== null) throw AccessErrors.unauthenticated();
      const previous = held.tenantId;
      await this.sessions.enter(held, tenantId);
      await this.sessions.rotate(held);
      await this.trail.record(ActiveTenantEvents.selected, { targetUserId: userId, tenantId, resourceId: sessionId, metadata: { previous_tenant_id: previous } });
      return held;
    });
    return this.tokens.tokens(session);
  }
}
