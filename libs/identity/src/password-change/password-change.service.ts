import { AccessErrors, AuditTrail, type UserPrincipal } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors, Sessions, StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { accountKey, AccountThrottle } from '../guesses/account-throttle.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { CurrentPassword } from '../passwords/current-password.js';
import { NewPassword } from '../passwords/new-password.js';
import { PasswordChangedNotice } from '../passwords/password-changed-notice.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { PasswordErrors } from './password-change.errors.js';
import { PasswordChangeEvents } from './password-change.events.js';

/** A signed-in user changes a password that they know. */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly users: Users,
    private readonly current: CurrentPassword,
    private readonly newPassword: NewPassword,
    private readonly credentials: PasswordCredentials,
    private readonly sessions: Sessions,
    private readonly principals: StandingPrincipals,
    private readonly tokens: OneTimeTokens,
    private readonly throttle: AccountThrottle,
    private readonly notice: PasswordChangedNotice,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws PasswordErrors.not_set
   * @throws AuthenticationErrors.not_confirmed when the current password is wrong
   * @throws AuthenticationErrors.too_many_attempts
   * @throws RequestErrors.invalid for a password that the policy refuses
   */
  async change({ userId, sessionId }: UserPrincipal, currentPassword: string, newPassword: string): Promise<void> {
    const user = await this.users.find(userId);
    if (!user) throw AccessErrors.unauthenticated();
    if ((await this.credentials.hashOf(userId)) === null) throw PasswordErrors.not_set();
    const matched = await this.current.matching(user, currentPassword);
    if (matched === null) return this.refuse(user, 'wrong_password');
    const hash = await this.newPassword.hash(newPassword, { email: user.email }, 'new_password');
    const outcome = await this.current.under({ userId, password: currentPassword, hash: matched }, (from) => this.transactions.run(() => this.replace(userId, from, hash, sessionId)));
    if (outcome !== 'changed') return this.refuse(user, outcome);
    await this.throttle.forget(accountKey(user));
  }

  private async replace(userId: UserPrincipal['userId'], from: string, to: string, keep: UserPrincipal['sessionId']): Promise<'changed' | 'changed_meanwhile'> {
    const { user } = await this.principals.hold({ userId, sessionId: keep });
    if ((await this.credentials.hashOf(userId)) !== from) {
      // No success: `refuse` puts it on record.
      await this.trail.leaveToOthers();
      return 'changed_meanwhile';
    }
    await this.credentials.set(userId, to);
    const ended = await this.sessions.endAll(userId, 'password_changed', keep);
    await this.tokens.voidPending(userId);
    await this.users.changed([userId], 'grants');
    await this.notice.tell(user);
    await this.trail.record(PasswordChangeEvents.changed, { targetUserId: userId, resourceId: userId, metadata: { sessions_ended: ended.length } });
    return 'changed';
  }

  private async refuse(user: User, reason: string): Promise<never> {
    await this.trail.record(PasswordChangeEvents.refused, { targetUserId: user.id, resourceId: user.id, status: 'failure', metadata: { reason } });
    throw AuthenticationErrors.not_confirmed();
  }
}
