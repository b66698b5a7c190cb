import { AuditTrail } from '@authengine/contracts';
import { Clock, newId, type ApplicationId, type GrantId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { deletedMeanwhile } from './deleted-meanwhile.js';
import { holdBasis } from './grant-basis.js';
import { LogoutNotices } from '../logout/logout-notices.js';
import { grantTombstone } from './grant-entry.js';
import { Grant, type GrantEndReason } from './grant.entity.js';
import { GrantEvents } from './grant.events.js';

export interface NewGrant {
  readonly userId: UserId;
  readonly applicationId: ApplicationId;
  readonly sessionId: SessionId;
  readonly tenantId: TenantId | null;
  readonly applicationName: string;
  readonly scopes: readonly string[];
}

/** What applications were given: the only place that writes these rows. */
@Injectable()
export class Grants {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly notices: LogoutNotices,
  ) {}

  /**
   * Null where the application may not have these scopes of this user any more: it was changed, its consent withdrawn, or one of
   * them deleted, since somebody asked.
   */
  async open({ userId, applicationId, sessionId, tenantId, applicationName, scopes }: NewGrant): Promise<GrantId | null> {
    const id = newId<GrantId>();
    const inserted = this.transactions.run(async () => {
      if (!(await holdBasis(this.transactions.manager, { userId, applicationId, scopes }))) return null;
      await this.transactions.manager.insert(Grant, { id, userId, applicationId, sessionId, tenantId, payload: {}, createdAt: this.clock.now(), endedAt: null, endReason: null });
      await this.trail.record(GrantEvents.authorized, { actorId: userId, targetUserId: userId, resourceId: applicationId, metadata: { name: applicationName, scopes, session_id: sessionId, grant_id: id, organization_id: tenantId } });
      return id;
    });
    return inserted.catch(deletedMeanwhile);
  }

  /** Runs `work` in a transaction that holds the grant's row. */
  holding<T>(id: GrantId, work: () => Promise<T>): Promise<T> {
    return this.transactions.run(async () => {
      await this.transactions.manager.query('SELECT 1 FROM oidc_grants WHERE id = $1 FOR NO KEY UPDATE', [id]);
      return work();
    });
  }

  async write(id: GrantId, payload: Record<string, unknown>): Promise<void> {
    await this.transactions.manager.update(Grant, { id }, { payload: payload as never });
  }

  /** One that stands: it has not ended, nor has its session, and its user is active. A JWT is in no row, so this is where it is asked. */
  find(id: GrantId): Promise<Grant | null> {
    return this.transactions.manager
      .createQueryBuilder(Grant, 'granted')
      .where('granted.id = :id AND granted.ended_at IS NULL', { id })
      .andWhere(
        `EXISTS (SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
                  WHERE s.id = granted.session_id AND s.ended_at IS NULL AND least(s.expires_at, s.idle_expires_at) > :now AND u.status = 'ACTIVE')`,
        { now: this.clock.now() },
      )
      .getOne();
  }

  /** The newest one of a session that has not ended, for the same organization. */
  inSession(sessionId: SessionId, applicationId: ApplicationId, tenantId: TenantId | null): Promise<Grant | null> {
    return this.transactions.manager.findOne(Grant, { where: { sessionId, applicationId, tenantId: tenantId ?? IsNull(), endedAt: IsNull() }, order: { createdAt: 'DESC', id: 'DESC' } });
  }

  /** Once this has resolved, no node accepts a token of the grant. One that had ended is confirmed. */
  async end(id: GrantId, reason: GrantEndReason): Promise<void> {
    await this.transactions.run(async () => {
      const grant = await this.transactions.manager.findOne(Grant, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!grant) return;
      if (grant.endedAt !== null) return this.cache.confirm([grant.userId]);
      await this.endRows([grant], reason);
      await this.trail.record(GrantEvents.ended, {
        actorId: reason === 'logout' ? grant.userId : null,
        targetUserId: grant.userId,
        resourceId: grant.applicationId,
        status: reason === 'refresh_token_reused' || reason === 'code_reused' ? 'denied' : 'success',
        metadata: { grant_id: id, session_id: grant.sessionId, reason },
      });
    });
  }

  /** In a transaction: everything that the application was given by this user ends. Resolves with the number. */
  async endOfApplication(userId: UserId, applicationId: ApplicationId, reason: GrantEndReason): Promise<number> {
    const grants = await this.transactions.manager.find(Grant, { where: { userId, applicationId, endedAt: IsNull() }, lock: { mode: 'pessimistic_write' } });
    await this.endRows(grants, reason);
    await this.cache.confirm([userId]);
    return grants.length;
  }

  /** In a transaction that ends the organization, or this user's part in it: everything that was given for it ends. */
  async endIn(tenantId: TenantId, userId: UserId | null): Promise<void> {
    const where = { tenantId, endedAt: IsNull(), ...(userId === null ? {} : { userId }) };
    const grants = await this.transactions.manager.find(Grant, { where, lock: { mode: 'pessimistic_write' } });
    await this.endRows(grants, userId === null ? 'organization_ended' : 'left_organization');
  }

  /** In a transaction that holds the application: everything that it was given by anybody ends. */
  async endAllOf(applicationId: ApplicationId, reason: GrantEndReason): Promise<void> {
    await this.endRows(await this.transactions.manager.find(Grant, { where: { applicationId, endedAt: IsNull() }, lock: { mode: 'pessimistic_write' } }), reason);
  }

  /** In a transaction that holds the application: whoever asks again for what was taken away is answered once every node knows. */
  async confirmNarrowed(applicationId: ApplicationId): Promise<void> {
    const rows = await this.transactions.manager.query<{ user_id: UserId }[]>('SELECT DISTINCT user_id FROM oidc_grants WHERE application_id = $1 AND end_reason = $2', [applicationId, 'application_narrowed' satisfies GrantEndReason]);
    await this.cache.confirm(rows.map(({ user_id }) => user_id));
  }

  private async endRows(grants: readonly Grant[], reason: GrantEndReason): Promise<void> {
    if (grants.length === 0) return;
    // An application that revoked its own tokens knows, and may go on with its own session.
    if (reason !== 'revoked_by_application') await this.notices.ofGrants(grants.map(({ id }) => id));
    await this.transactions.manager.update(Grant, { id: In(grants.map(({ id }) => id)) }, { endedAt: this.clock.now(), endReason: reason });
    await this.cache.change(grants.map(({ id, userId }) => grantTombstone(id, userId)), 'revokes');
  }
}
