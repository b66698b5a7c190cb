import { AccessErrors, AuditTrail, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { canonicalEmail, Clock } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors, RecentLogins, StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { MailBudget } from '../limits/mail-budget.js';
import { accountKey, AccountThrottle } from '../guesses/account-throttle.js';
import { NotMe } from '../not-me/not-me.js';
import { occasion } from '../not-me/occasion.js';
import { CurrentPassword } from '../passwords/current-password.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { ReauthenticationErrors } from '../reauthentication/reauthentication.errors.js';
import type { Evidence } from '../reauthentication/reauthentication.service.js';
import { FactorProof, type GivenFactors } from '../reauthentication/factor-proof.js';
import { EmailChangeEvents } from './email-change.events.js';
import { changeRequestedMail } from './email-change.mails.js';
import { CHANGE_EMAIL, EmailChanges } from './email-changes.js';

interface Checked extends GivenFactors {
  /** Whether the mail budget allows a mail to the new address now. */
  readonly allowed: boolean;
}

/** A signed-in user asks for another address. Only mails show whether that address is taken. */
@Injectable()
export class EmailChangeRequestService {
  constructor(
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly current: CurrentPassword,
    private readonly recentLogins: RecentLogins,
    private readonly throttle: AccountThrottle,
    private readonly principals: StandingPrincipals,
    private readonly changes: EmailChanges,
    private readonly budget: MailBudget,
    private readonly notMe: NotMe,
    private readonly mailer: Mailer,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly proof: FactorProof,
  ) {}

  /**
   * Demands every factor of the account, however recent the login: somebody with only an open or stolen session must
   * not get the address that resets everything else.
   * @throws RequestErrors.invalid for the user's own address, or when the account's password is missing
   * @throws ReauthenticationErrors.code_required when the account has a second factor
   * @throws AuthenticationErrors.not_confirmed, too_many_attempts, recent_login_required
   */
  async request(principal: UserPrincipal, newAddress: string, { password, code }: Evidence): Promise<void> {
    const user = await this.users.find(principal.userId);
    if (!user) throw AccessErrors.unauthenticated();
    const email = canonicalEmail(newAddress);
    if (user.mfaEnabled && code === undefined) throw ReauthenticationErrors.code_required();
    const matched = await this.confirmed(principal, user, password);
    if (email === user.email) throw RequestErrors.invalid({ errors: [{ field: 'new_email', message: 'new_email is your address already' }] });
    const allowed = await this.budget.allows(CHANGE_EMAIL, email);
    const start = (hash: string | null) => this.transactions.run(() => this.start(principal, email, { matched: hash, code, allowed }));
    const outcome = matched === null ? await start(null) : await this.current.under({ userId: user.id, password: password ?? '', hash: matched }, start);
    if (outcome !== 'started') return this.refuse(user, outcome);
    await this.throttle.forget(accountKey(user));
  }

  /** The stored hash that matches the password; null for an account without a password, when its login is recent. */
  private async confirmed({ sessionId }: UserPrincipal, user: User, password: string | undefined): Promise<string | null> {
    if ((await this.credentials.hashOf(user.id)) === null) {
      if (!(await this.recentLogins.has(sessionId))) throw AuthenticationErrors.recent_login_required();
      return null;
    }
    if (password === undefined) throw RequestErrors.invalid({ errors: [{ field: 'password', message: 'password is needed to change the address' }] });
    const matched = await this.current.matching(user, password);
    return matched ?? this.refuse(user, 'wrong_password');
  }

  private async start({ userId, sessionId }: UserPrincipal, email: string, { allowed, ...given }: Checked): Promise<'started' | 'changed_meanwhile' | 'wrong_code'> {
    const { user } = await this.principals.hold({ userId, sessionId });
    const refusal = await this.proof.refusal(user, given);
    if (refusal !== null) return refusal;
    await this.changes.void(userId);
    const outcome = allowed ? await this.changes.send(user, email) : 'too_many_mails';
    if (user.email !== null) await this.mailer.enqueue('email-change-requested', user.email, changeRequestedMail(occasion(this.clock.now()), await this.notMe.link(user)));
    await this.trail.record(EmailChangeEvents.requested, {
      targetUserId: userId,
      resourceId: userId,
      status: outcome === 'sent' ? 'success' : 'failure',
      metadata: { new_email: email, outcome },
    });
    return 'started';
  }

  private async refuse(user: User, reason: string): Promise<never> {
    await this.trail.record(EmailChangeEvents.refused, { targetUserId: user.id, resourceId: user.id, status: 'failure', metadata: { reason } });
    throw AuthenticationErrors.not_confirmed();
  }
}
