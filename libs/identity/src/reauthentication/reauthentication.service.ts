import { Settings } from '@authengine/config';
import { AccessErrors, AuditTrail, type UserPrincipal } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors, Sessions, StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { accountKey, AccountThrottle } from '../guesses/account-throttle.js';
import { CurrentPassword } from '../passwords/current-password.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { FactorProof } from './factor-proof.js';
import { ReauthenticationErrors } from './reauthentication.errors.js';
import { ReauthenticationEvents } from './reauthentication.events.js';

export interface Evidence {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
}

/**
 * A signed-in user proves again who they are, with the password and the code of a second factor, as far as the account
 * has them.
 */
@Injectable()
export class ReauthenticationService {
  constructor(
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly current: CurrentPassword,
    private readonly principals: StandingPrincipals,
    private readonly sessions: Sessions,
    private readonly throttle: AccountThrottle,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
    private readonly proof: FactorProof,
  ) {}

  /**
   * The end of the time in which the session counts as a recent login.
   * @throws ReauthenticationErrors for a missing factor
   * @throws AuthenticationErrors.not_confirmed, the same for a wrong password and a wrong code
   * @throws AuthenticationErrors.too_many_attempts
   */
  async reauthenticate(principal: UserPrincipal, { password, code }: Evidence): Promise<Date> {
    const user = await this.users.find(principal.userId);
    if (!user) throw AccessErrors.unauthenticated();
    const hasPassword = (await this.credentials.hashOf(user.id)) !== null;
    if (!hasPassword && !user.mfaEnabled) throw ReauthenticationErrors.not_possible();
    if (hasPassword && password === undefined) throw ReauthenticationErrors.password_required();
    if (user.mfaEnabled && code === undefined) throw ReauthenticationErrors.code_required();

    const matched = hasPassword ? await this.current.matching(user, password ?? '') : null;
    if (hasPassword && matched === null) return this.refuse(principal, 'wrong_password');
    const renew = (hash: string | null) => this.transactions.run(() => this.renew(principal, hash, code));
    const outcome = matched === null ? await renew(null) : await this.current.under({ userId: user.id, password: password ?? '', hash: matched }, renew);
    if (typeof outcome === 'string') return this.refuse(principal, outcome);
    if (hasPassword) await this.throttle.forget(accountKey(user));
    return new Date(outcome.getTime() + this.settings.values.RECENT_LOGIN_MINUTES * 60_000);
  }

  /** When it was renewed, or the reason why not. */
  private async renew({ userId, sessionId }: UserPrincipal, matched: string | null, code: string | undefined): Promise<Date | 'changed_meanwhile' | 'wrong_code'> {
    const { user } = await this.principals.hold({ userId, sessionId });
    const refusal = await this.proof.refusal(user, { matched, code });
    if (refusal !== null) return refusal;

    const now = this.clock.now();
    await this.sessions.authenticated(sessionId, now);
    const factors = [...(matched === null ? [] : ['password']), ...(user.mfaEnabled ? ['code'] : [])];
    await this.trail.record(ReauthenticationEvents.succeeded, { targetUserId: userId, resourceId: sessionId, metadata: { factors } });
    return now;
  }

  private async refuse({ userId, sessionId }: UserPrincipal, reason: string): Promise<never> {
    await this.trail.record(ReauthenticationEvents.failed, { targetUserId: userId, resourceId: sessionId, status: 'failure', metadata: { reason } });
    throw AuthenticationErrors.not_confirmed();
  }
}
