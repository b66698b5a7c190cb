import { AuditTrail } from '@authengine/contracts';
import { User, Users } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Mailer, typedAddress } from '@authengine/mail';
import { isUniqueViolation } from '@authengine/persistence';
import { AuthenticationErrors } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { DisownableOrigin } from '../not-me/disowned.js';
import { NotMe } from '../not-me/not-me.js';
import { occasion } from '../not-me/occasion.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import { AwaitedAddresses } from '../pending-email/awaited-addresses.js';
import { EmailChangeEvents } from './email-change.events.js';
import { addressChangedMail, addressInUseMail, confirmNewAddressMail } from './email-change.mails.js';

export const CHANGE_EMAIL = 'change-email';
export const UNDO_EMAIL_CHANGE = 'undo-email-change';
const TTL_SECONDS = 86_400;
const UNDO_TTL_SECONDS = 7 * 86_400;

interface PendingChange extends Record<string, unknown> {
  /** The account's address when the change was requested. */
  readonly from: string | null;
  readonly to: string;
  readonly origin?: DisownableOrigin;
}

export interface UndoableChange extends Record<string, unknown> {
  readonly from: string;
  /** When the change was requested, RFC 3339. */
  readonly since: string;
  readonly origin?: DisownableOrigin;
}

/** Requested address changes: nothing about the account changes until the new address is proven. */
@Injectable()
export class EmailChanges {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly notMe: NotMe,
    private readonly users: Users,
    private readonly awaited: AwaitedAddresses,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Call this in a transaction that holds the user's row: mails a link whose click makes `to` the user's address. When
   * `to` has an owner, it mails a notice to that owner instead. Both take the same work, so the time does not show
   * which it was: the link to a taken address is made too, but not mailed.
   */
  async send(user: User, to: string): Promise<'sent' | 'address_taken'> {
    const payload: PendingChange = { from: user.email, to, origin: await this.notMe.origin(user) };
    const token = await this.tokens.issue({ purpose: CHANGE_EMAIL, ttlSeconds: TTL_SECONDS, userId: user.id, payload });
    const when = occasion(this.clock.now());
    const taken = (await this.users.findByEmail(to)) !== null;
    if (taken) await this.mailer.enqueue('address-in-use', to, addressInUseMail(when));
    else await this.mailer.enqueue(CHANGE_EMAIL, to, confirmNewAddressMail(this.links.verifyEmail(token), user.email, when));
    return taken ? 'address_taken' : 'sent';
  }

  /** Call this in a transaction: no requested change can be confirmed any more. */
  async void(userId: UserId): Promise<void> {
    await this.tokens.void(userId, [CHANGE_EMAIL]);
  }

  /**
   * Call this in a transaction. Returns whether the token belonged to a change, which is then done. Links mailed to the
   * former address no longer work; that mailbox gets a link to undo the change.
   * @throws AuthenticationErrors.asked_elsewhere when the click does not show which account is meant; the link still
   * works
   * @throws AuthenticationErrors.invalid_one_time_token when the change is no longer possible
   */
  async confirm(token: string, atHand: ReadonlySet<UserId>): Promise<boolean> {
    const pending = await this.tokens.peek(CHANGE_EMAIL, token);
    if (!pending?.userId) return false;
    const { from, to, origin = {} } = pending.payload as PendingChange;
    if (!atHand.has(pending.userId) && (await this.isAmbiguous(pending.userId, { from, to }))) {
      this.trail.describe({ targetUserId: pending.userId, resourceId: pending.userId, metadata: { email: to } });
      throw AuthenticationErrors.asked_elsewhere();
    }
    const claimed = await this.tokens.claim(CHANGE_EMAIL, token);
    if (!claimed?.userId) throw AuthenticationErrors.invalid_one_time_token();
    const user = await this.users.lock(claimed.userId);
    if (user?.status !== 'ACTIVE' || user.email !== from) throw AuthenticationErrors.invalid_one_time_token();
    await this.move(user.id, to);
    await this.tokens.voidPending(user.id);
    if (from !== null) {
      const undo: UndoableChange = { from, since: claimed.createdAt.toISOString(), origin };
      const undoToken = await this.tokens.issue({ purpose: UNDO_EMAIL_CHANGE, ttlSeconds: UNDO_TTL_SECONDS, userId: user.id, payload: undo });
      await this.mailer.enqueue('email-changed', from, addressChangedMail(occasion(this.clock.now()), this.links.undoEmailChange(undoToken)));
    }
    await this.trail.record(EmailChangeEvents.changed, { actorId: user.id, targetUserId: user.id, resourceId: user.id, metadata: { from, to } });
    return true;
  }

  /**
   * Normally the mail names the account by its address, so a click means that account. It is unclear when the account
   * has no address, when the mail cannot name it in full, or when another account waits for the same address: the
   * reader may have meant the other mail.
   */
  private async isAmbiguous(userId: UserId, { from, to }: PendingChange): Promise<boolean> {
    return from === null || typedAddress(from) !== from || (await this.awaited.byAnother(to, userId));
  }

  /**
   * Call this in a transaction that holds the user's row: `email`, which was proven just now, becomes the user's
   * address.
   * @throws AuthenticationErrors.invalid_one_time_token when it belongs to another user
   */
  async move(userId: UserId, email: string): Promise<void> {
    try {
      await this.users.update(userId, { email, emailVerifiedAt: this.clock.now(), pendingEmail: null }, 'grants');
    } catch (error) {
      if (isUniqueViolation(error, 'users_email_key')) throw AuthenticationErrors.invalid_one_time_token({ cause: error });
      throw error;
    }
  }
}
