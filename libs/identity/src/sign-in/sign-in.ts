import { AuditTrail, type AuthStrategy } from '@authengine/contracts';
import { User, Users } from '@authengine/directory';
import { Clock, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { ActiveTenants, type LoginDto, type RefreshTransport, type Session, Sessions, SessionTokens } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { FailedAttempts } from '../guesses/failed-attempts.js';
import { NewDeviceNotice } from '../new-device/new-device-notice.js';
import { SecondFactorPort, type MfaChallengeDto } from './second-factor.port.js';
import { SignInEvents } from './sign-in.events.js';

/** The result of a second check while the user's row is locked: whether it still proves who they are. */
export interface Evidence {
  readonly holds: boolean;
}

export interface FirstFactor<E extends Evidence = Evidence> {
  readonly userId: UserId;
  readonly strategy: AuthStrategy;
  /** The tenant to be active in, if the user may be there. */
  readonly tenantId?: TenantId | null;
  /** How the client wants the session's refresh tokens. */
  readonly refreshTransport?: RefreshTransport | null | undefined;
  /**
   * True when the method is two factors in one (a passkey with user verification), or when the second factor was just
   * given.
   */
  readonly complete?: boolean;
  /** Checked again once the user's row is locked, because it may have changed since. */
  readonly evidence?: (user: User) => Promise<E>;
}

/** With the evidence, if it was checked. */
export type SignInOutcome<E extends Evidence = Evidence> =
  | { readonly kind: 'session'; readonly session: Session; readonly user: User; readonly evidence?: E | undefined }
  | { readonly kind: 'challenge'; readonly challenge: MfaChallengeDto }
  | { readonly kind: 'refused'; readonly reason: 'unknown_user' | 'not_active' | 'changed_meanwhile'; readonly evidence?: E | undefined };

/** Thrown to leave the transaction, so that a refused sign-in does not commit. */
class Refusal extends Error {
  constructor(
    readonly reason: Extract<SignInOutcome, { kind: 'refused' }>['reason'],
    readonly evidence?: Evidence,
  ) {
    super(reason);
  }
}

/** Whether the account may begin a session: it is active, and its address is proven or still missing. */
export function mayBeginSession(user: User): boolean {
  return user.status === 'ACTIVE' && (user.emailVerifiedAt !== null || user.email === null);
}

/**
 * The only place where sessions begin. Every method proves its first factor and then comes here: the user's row is
 * locked, the status is checked again, and a second factor is demanded if there is one.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly sessionTokens: SessionTokens,
    private readonly activeTenants: ActiveTenants,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly failures: FailedAttempts,
    private readonly newDevices: NewDeviceNotice,
    private readonly secondFactors: SecondFactorPort,
  ) {}

  /**
   * Joins the caller's transaction, or runs its own, which a refusal rolls back. It records no refusal: the method
   * knows its name.
   */
  async begin<E extends Evidence>(factor: FirstFactor<E>): Promise<SignInOutcome<E>> {
    try {
      return await this.transactions.run(() => this.proceed(factor));
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', reason: error.reason, evidence: error.evidence as E | undefined };
      throw error;
    }
  }

  private async proceed<E extends Evidence>(factor: FirstFactor<E>): Promise<SignInOutcome<E>> {
    const user = await this.users.lock(factor.userId);
    if (!user) throw new Refusal('unknown_user');
    if (!mayBeginSession(user)) throw new Refusal('not_active');
    const evidence = await factor.evidence?.(user);
    if (evidence?.holds === false) throw new Refusal('changed_meanwhile', evidence);
    const challenge = factor.complete ? null : await this.secondFactors.challenge(user, factor.strategy, { tenantId: factor.tenantId ?? null, refreshTransport: factor.refreshTransport ?? 'body' });
    if (challenge) return this.challenge(user, factor.strategy, challenge);
    return { kind: 'session', evidence, ...(await this.beginSession(user, factor)) };
  }

  /** The client's answer, once the transaction has committed. */
  answer(outcome: Exclude<SignInOutcome, { kind: 'refused' }>): Promise<LoginDto> | MfaChallengeDto {
    return outcome.kind === 'challenge' ? outcome.challenge : this.sessionTokens.login(outcome.session, outcome.user);
  }

  private async beginSession(user: User, { strategy, tenantId = null, refreshTransport }: Pick<FirstFactor, 'strategy' | 'tenantId' | 'refreshTransport'>): Promise<{ session: Session; user: User }> {
    if (strategy === 'email_password') await this.failures.settle(user);
    await this.newDevices.tell(user, strategy);
    const lastLoginAt = this.clock.now();
    await this.users.signedIn(user.id, lastLoginAt);
    const session = await this.sessions.begin(user.id, strategy, refreshTransport ?? 'body');
    if (tenantId !== null && (await this.activeTenants.stands(tenantId, user.id))) await this.sessions.enter(session, tenantId);
    await this.trail.record(SignInEvents.succeeded, {
      actorId: user.id,
      targetUserId: user.id,
      resourceId: session.id,
      metadata: { email: user.email, auth_strategy: strategy, session_id: session.id },
    });
    return { session, user: { ...user, lastLoginAt } };
  }

  private async challenge(user: User, strategy: AuthStrategy, challenge: MfaChallengeDto): Promise<Extract<SignInOutcome, { kind: 'challenge' }>> {
    await this.trail.record(SignInEvents.challenged, { actorId: user.id, targetUserId: user.id, metadata: { email: user.email, auth_strategy: strategy } });
    return { kind: 'challenge', challenge };
  }
}
