import { AuditTrail } from '@authengine/contracts';
import { User, Users } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { isUniqueViolation } from '@authengine/persistence';
import { AuthenticationErrors } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { occasion } from '../not-me/occasion.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import { alreadyRegisteredMail } from '../registration/registration.mails.js';
import { UnprovenRegistrations } from '../registration/unproven-registrations.js';
import { VerificationEvents } from '../verification/verification.events.js';
import { pendingEmailMail } from './pending-email.mails.js';
import type { ToldAccount } from './told-account.js';

const PENDING_EMAIL = 'pending-email';
const TTL_SECONDS = 86_400;

/**
 * The address of an account that has none of its own yet: what a provider told without proving it.
 * It becomes the account's by a click in a mail to it, made by somebody who is signed in to the account
 * too: anybody may ask for anybody's address, and its owner's click alone must give them nothing.
 * Whether the address was taken shows nowhere but in that mail.
 */
@Injectable()
export class PendingEmail {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly registrations: UnprovenRegistrations,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /** In a transaction, for a user without an address: asks for the proof by mail, unless a mail that did so still holds. */
  async ask(user: User, asking: ToldAccount): Promise<void> {
    const { id, pendingEmail: email } = user;
    if (email === null || user.email !== null) return;
    const now = this.clock.now();
    const [asked] = await this.tokens.unused(PENDING_EMAIL, id);
    if (asked && asked.expiresAt > now) return;
    // Issued for a taken address too, and then mailed to nobody: the account looks and acts the same.
    const token = await this.tokens.issue({ purpose: PENDING_EMAIL, ttlSeconds: TTL_SECONDS, userId: id, payload: { email } });
    const owner = await this.users.findByEmail(email);
    if (owner?.emailVerifiedAt) await this.mailer.enqueue('already-registered', email, alreadyRegisteredMail(now));
    else await this.mailer.enqueue('verify-email', email, pendingEmailMail(this.links.verifyEmail(token), asking, occasion(now)));
  }

  /**
   * In a transaction: whether the token was one of these; then the address is the account's.
   * @throws AuthenticationErrors.asked_elsewhere where that account is not at hand; the link stays good
   * @throws AuthenticationErrors.invalid_one_time_token where the address has become another's
   */
  async confirm(token: string, atHand: ReadonlySet<UserId>): Promise<boolean> {
    const pending = await this.tokens.peek(PENDING_EMAIL, token);
    if (!pending?.userId) return false;
    const { email } = pending.payload as { readonly email: string };
    if (!atHand.has(pending.userId)) {
      this.trail.describe({ targetUserId: pending.userId, resourceId: pending.userId, metadata: { email } });
      throw AuthenticationErrors.asked_elsewhere();
    }
    const claimed = await this.tokens.claim(PENDING_EMAIL, token);
    const user = claimed && (await this.users.lock(pending.userId));
    if (user?.status !== 'ACTIVE' || user.pendingEmail !== email || user.email !== null) throw AuthenticationErrors.invalid_one_time_token();
    await this.registrations.giveUp(email);
    try {
      await this.users.update(user.id, { email, emailVerifiedAt: this.clock.now(), pendingEmail: null }, 'grants');
    } catch (cause) {
      if (isUniqueViolation(cause, 'users_email_key')) throw AuthenticationErrors.invalid_one_time_token({ cause });
      throw cause;
    }
    await this.trail.record(VerificationEvents.verified, { actorId: user.id, targetUserId: user.id, resourceId: user.id, metadata: { email } });
    return true;
  }
}
