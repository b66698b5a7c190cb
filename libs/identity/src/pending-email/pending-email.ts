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
 * The address that a provider named without proving it, for an account without an address of its own. It becomes the
 * account's by a click in a mail to it, and only when the person who clicks is also signed in to the account. Anybody
 * may ask for anybody's address, so its owner's click alone must give them nothing. Only that mail shows whether the
 * address was taken.
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

  /**
   * Call this in a transaction, for a user without an address: mails a request for the proof, unless an earlier one is
   * still valid.
   */
  async ask(user: User, asking: ToldAccount): Promise<void> {
    const { id, pendingEmail: email } = user;
    if (email === null || user.email !== null) return;
    const now = this.clock.now();
    const [asked] = await this.tokens.unused(PENDING_EMAIL, id);
    if (asked && asked.expiresAt > now) return;
    // A token is issued for a taken address too, but not mailed: the account looks and behaves the same.
    const token = await this.tokens.issue({ purpose: PENDING_EMAIL, ttlSeconds: TTL_SECONDS, userId: id, payload: { email } });
    const owner = await this.users.findByEmail(email);
    if (owner?.emailVerifiedAt) await this.mailer.enqueue('already-registered', email, alreadyRegisteredMail(now));
    else await this.mailer.enqueue('verify-email', email, pendingEmailMail(this.links.verifyEmail(token), asking, occasion(now)));
  }

  /**
   * Call this in a transaction. Returns whether the token was for such an address, which is then the account's.
   * @throws AuthenticationErrors.asked_elsewhere when the caller is not signed in to that account; the link still works
   * @throws AuthenticationErrors.invalid_one_time_token when the address belongs to another account by now
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
