import { AccessErrors, AuditTrail, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import { Tenant } from '@authengine/directory';
import type { TenantId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AccessReader } from '@authengine/rbac';
import { Sessions, SessionTokens, type TokensDto } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { ActiveTenantEvents } from './active-tenant.events.js';

/** Where a session is. It says what a service that asks for no tenant is told of; it allows nothing by itself. */
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
   * The session's next tokens. Its refresh token is used up, so that whoever got hold of an access
   * token does not come by the client's refresh token unseen.
   * @throws RequestErrors.not_found, AccessErrors.forbidden, AccessErrors.unauthenticated
   */
  async select(tenantId: TenantId, { userId, sessionId }: UserPrincipal): Promise<TokensDto> {
    const session = await this.transactions.run(async () => {
      // Held before the session: whoever ends the tenant, or a membership in it, ends the sessions in it.
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
