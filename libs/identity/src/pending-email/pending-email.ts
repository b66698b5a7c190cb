import { AuditTrail } from '@authengine/contracts';
import { Clock, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { isUniqueViolation, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import { PasswordCredential } from '../passwords/password-credential.entity.js';
import { alreadyRegisteredMail } from '../registration/registration.mails.js';
import { User } from '../users/user.entity.js';
import { Users } from '../users/users.js';
import { VerificationEvents } from '../verification/verification.events.js';
import { pendingEmailMail } from './pending-email.mails.js';

const PENDING_EMAIL = 'pending-email';
const TTL_SECONDS = 86_400;

/**
 * The address of an account that has none of its own yet: what a provider told without proving it.
 * It becomes the account's by a click in a mail to it, and whether it was taken shows nowhere but there.
 */
@Injectable()
export class PendingEmail {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /** In a transaction, for a user without an address: asks for the proof by mail, unless a mail that did so still holds. */
  async ask(user: User): Promise<void> {
    const { id, pendingEmail: email } = user;
    if (email === null || user.email !== null) return;
    const now = this.clock.now();
    const [asked] = await this.tokens.unused(PENDING_EMAIL, id);
    if (asked && asked.expiresAt > now) return;
    // Issued for a taken address too, and then mailed to nobody: the account looks and acts the same.
    const token = await this.tokens.issue({ purpose: PENDING_EMAIL, ttlSeconds: TTL_SECONDS, userId: id, payload: { email } });
    const owner = await this.users.findByEmail(email);
    if (owner?.emailVerifiedAt) await this.mailer.enqueue('already-registered', email, alreadyRegisteredMail(now));
    else await this.mailer.enqueue('verify-email', email, pendingEmailMail(this.links.verifyEmail(token), now));
  }

  /**
   * In a transaction: whether the token was one of these; then the address is the account's.
   * @throws AuthenticationErrors.invalid_one_time_token where the address has become another's
   */
  async confirm(token: string): Promise<boolean> {
    const claimed = await this.tokens.claim(PENDING_EMAIL, token);
    if (!claimed?.userId) return false;
    const { email } = claimed.payload as { readonly email: string };
    const user = await this.users.lock(claimed.userId);
    if (user?.pendingEmail !== email || user.email !== null) throw AuthenticationErrors.invalid_one_time_token();
    await this.yieldUnproven(email);
    try {
      await this.transactions.manager.update(User, { id: user.id }, { email, emailVerifiedAt: this.clock.now(), pendingEmail: null });
    } catch (cause) {
      if (isUniqueViolation(cause, 'users_email_key')) throw AuthenticationErrors.invalid_one_time_token({ cause });
      throw cause;
    }
    await this.users.changed([user.id], 'grants');
    await this.trail.record(VerificationEvents.verified, { actorId: user.id, targetUserId: user.id, resourceId: user.id, metadata: { email } });
    return true;
  }

  /** A registration of the address that nobody proved gives it up to whoever does. */
  private async yieldUnproven(email: string): Promise<void> {
    const found = await this.users.findByEmail(email);
    const holder = found && (await this.users.lock(found.id));
    if (holder?.email !== email || holder.emailVerifiedAt !== null || holder.status !== 'PENDING_VERIFICATION') return;
    const id: UserId = holder.id;
    await this.transactions.manager.update(User, { id }, { email: null, username: null, phoneNumber: null, firstName: null, lastName: null, status: 'INACTIVE' });
    await this.transactions.manager.delete(PasswordCredential, { userId: id });
    await this.transactions.manager.query('DELETE FROM one_time_tokens WHERE user_id = $1', [id]);
    await this.users.changed([id], 'grants');
  }
}
