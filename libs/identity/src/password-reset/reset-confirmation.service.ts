import { AuditTrail } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors, Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { FirstProof } from '../first-proof/first-proof.js';
import { accountKey, AccountThrottle } from '../guesses/account-throttle.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { NewPassword } from '../passwords/new-password.js';
import { PasswordChangedNotice } from '../passwords/password-changed-notice.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { PasswordResetEvents } from './password-reset.events.js';
import { PASSWORD_RESET } from './reset-links.js';

/**
 * Sets a new password by a mailed link. The link proves the mailbox, so it opens an account again after anything but a
 * suspension. It does not sign in, and second factors stay.
 */
@Injectable()
export class ResetConfirmationService {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly newPassword: NewPassword,
    private readonly credentials: PasswordCredentials,
    private readonly firstProof: FirstProof,
    private readonly sessions: Sessions,
    private readonly throttle: AccountThrottle,
    private readonly notice: PasswordChangedNotice,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * The address of the link's account; the link stays unused.
   * @throws AuthenticationErrors.invalid_one_time_token
   */
  async preview(token: string): Promise<string> {
    const pending = await this.tokens.peek(PASSWORD_RESET, token);
    const owner = pending?.userId ? await this.users.find(pending.userId) : null;
    if (!owner?.email || owner.email !== pending?.payload['email']) throw AuthenticationErrors.invalid_one_time_token();
    return owner.email;
  }

  /**
   * @throws AuthenticationErrors.invalid_one_time_token
   * @throws RequestErrors.invalid for a password that the policy refuses; the link still works
   */
  async confirm(token: string, password: string): Promise<void> {
    const pending = await this.tokens.peek(PASSWORD_RESET, token);
    const owner = pending?.userId ? await this.users.find(pending.userId) : null;
    if (!owner) throw AuthenticationErrors.invalid_one_time_token();
    const hash = await this.newPassword.hash(password, { email: owner.email }, 'new_password');
    const user = await this.transactions.run(() => this.reset(token, hash));
    await this.throttle.reopen(accountKey(user));
  }

  private async reset(token: string, hash: string): Promise<User> {
    const claimed = await this.tokens.claim(PASSWORD_RESET, token);
    const user = claimed?.userId ? await this.users.lock(claimed.userId) : null;
    // The link proves only the mailbox that it was sent to, not a later address of the account.
    if (!user || user.email === null || user.email !== claimed?.payload['email']) throw AuthenticationErrors.invalid_one_time_token();
    await this.firstProof.take(user);
    await this.credentials.set(user.id, hash);
    const ended = await this.sessions.endAll(user.id, 'password_changed');
    await this.tokens.voidPending(user.id);
    await this.users.changed([user.id], 'grants');
    await this.notice.tell(user);
    await this.trail.record(PasswordResetEvents.completed, {
      actorId: user.id,
      targetUserId: user.id,
      resourceId: user.id,
      metadata: { email: user.email, sessions_ended: ended.length, first_proof: user.emailVerifiedAt === null },
    });
    return user;
  }
}
