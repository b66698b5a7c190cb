import { AuditTrail } from '@authengine/contracts';
import { RefreshTokens, type RefreshTokenContent } from '@authengine/crypto';
import type { User } from '@authengine/directory';
import { Clock, type SessionId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import type { RefreshTransport } from '../refresh-cookie/refresh-transport.js';
import { ActiveTenants } from '../sessions/active-tenants.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionTokens } from '../sessions/session-tokens.js';
import { Sessions } from '../sessions/sessions.js';
import type { LoginDto } from '../sessions/tokens.dto.js';
import { PlainRotation } from './plain-rotation.js';
import { RefreshEvents } from './refresh.events.js';
import { ReuseNoticePort } from './reuse-notice.port.js';
import { rotationFor } from './rotation.js';

type Outcome = { readonly session: Session; readonly user: User } | 'refused';

/** Exchanges a refresh token for its successor. One family is alive after any burst; a reused token ends it. */
@Injectable()
export class RefreshService {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly plainRotation: PlainRotation,
    private readonly sessions: Sessions,
    private readonly sessionTokens: SessionTokens,
    private readonly activeTenants: ActiveTenants,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly reuseNotice: ReuseNoticePort,
  ) {}

  /**
   * @throws AuthenticationErrors.invalid_refresh_token for every fault of the token alike
   * @throws AuthenticationErrors.origin_not_allowed where the session's tokens come as cookies, which the page may not have
   */
  async refresh(token: string, by: RefreshTransport = 'body'): Promise<LoginDto> {
    const content = this.refreshTokens.read(token);
    if (!content) throw AuthenticationErrors.invalid_refresh_token();
    const rotated = await this.plainRotation.rotate(content, by);
    if (rotated) return this.sessionTokens.loginWith(rotated.session, rotated.user, rotated.roles);
    const outcome = await this.transactions.run(() => this.exchange(content, by));
    if (outcome === 'refused') throw AuthenticationErrors.invalid_refresh_token();
    return this.sessionTokens.login(outcome.session, outcome.user);
  }

  /** Locks the session's row, so parallel refreshes happen one after the other. */
  private async exchange({ sessionId, counter }: RefreshTokenContent, by: RefreshTransport): Promise<Outcome> {
    const found = await this.sessions.lockWithUser(sessionId);
    if (!found) return this.refuse({ id: sessionId }, 'unknown_session');
    const { session, user } = found;
    const now = this.clock.now();
    if (session.endedAt !== null) return this.refuse(session, 'ended');
    if (session.expiresAt <= now || session.idleExpiresAt <= now) return this.refuse(session, 'expired');
    // Its token would be answered in the body, where scripts read it. None of ours comes so: it was put into the browser.
    if (by === 'cookie' && session.refreshTransport !== 'cookie') return this.refuse(session, 'no_cookie_session');
    // However the token came, the answer sets the cookie.
    this.sessions.demandPage(session.refreshTransport);
    if (user.status !== 'ACTIVE') return this.refuse(session, 'user_not_active');

    const rotation = rotationFor(counter, { counter: Number(session.refreshCounter), rotatedAtMs: session.rotatedAt.getTime() }, now.getTime());
    if (rotation === 'reused') return this.endReused(session, user);
    if (rotation === 'unknown') return this.refuse(session, 'unknown_counter');
    if (session.tenantId !== null && !(await this.activeTenants.stands(session.tenantId, user.id))) return this.endOutside(session);
    if (rotation === 'rotate') await this.sessions.rotate(session);
    await this.trail.record(RefreshEvents.refreshed, { actorId: user.id, targetUserId: user.id, resourceId: session.id, metadata: { replayed: rotation === 'replay' } });
    return { session, user };
  }

  /** The user has left this tenant, so the session ends. */
  private async endOutside(session: Session): Promise<'refused'> {
    await this.sessions.end(session.userId, [session.id], 'tenant_ended');
    return this.refuse(session, 'tenant_ended');
  }

  private async endReused(session: Session, user: User): Promise<'refused'> {
    await this.sessions.end(session.userId, [session.id], 'refresh_token_reused');
    await this.trail.record(RefreshEvents.reused, { actorId: null, targetUserId: user.id, resourceId: session.id, status: 'denied' });
    await this.reuseNotice.tell(user, session);
    return 'refused';
  }

  private async refuse(session: { readonly id: SessionId; readonly userId?: UserId }, reason: string): Promise<'refused'> {
    await this.trail.record(RefreshEvents.refused, { actorId: null, targetUserId: session.userId, resourceId: session.id, status: 'failure', metadata: { reason } });
    return 'refused';
  }
}
