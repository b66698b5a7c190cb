import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { isUniqueViolation, Transactions } from '@authengine/persistence';
import { AuthenticationErrors } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { EmailChanges } from '../email-change/email-changes.js';
import { OneTimeTokens, type Claimed } from '../one-time-tokens/one-time-tokens.js';
import { occasion } from '../not-me/occasion.js';
import { MailLinks } from '../pages/mail-links.js';
import { ResetLinks } from '../password-reset/reset-links.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { AwaitedAddresses } from '../pending-email/awaited-addresses.js';
import { PendingEmail } from '../pending-email/pending-email.js';
import { VerificationEvents } from './verification.events.js';
import { verificationMail } from './verification.mails.js';

export const VERIFY_EMAIL = 'verify-email';
const TTL_SECONDS = 86_400;

/**
 * The content of one registration. It is stored with the token of its mail: nothing of it reaches the account before
 * the click, nor after a click while another password is pending.
 */
export interface PendingRegistration extends Record<string, unknown> {
  readonly email: string;
  /** The same for the same password; null when nobody knows whose password would count. */
  readonly passwordHash: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phoneNumber: string | null;
}

/** A registration that waits for a proof of its address. */
interface Pending {
  readonly registration: PendingRegistration;
  readonly at: Date;
  /**
   * Whether its mail was sent. Without a mail nobody can click it; it only shows that somebody else registered the
   * address too.
   */
  readonly mailed: boolean;
}

const NOBODYS = { passwordHash: null, username: null, firstName: null, lastName: null, phoneNumber: null } as const;

/** The proof that an address belongs to the person who registered it. */
@Injectable()
export class EmailVerification {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly links: MailLinks,
    private readonly resetLinks: ResetLinks,
    private readonly mailer: Mailer,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly changes: EmailChanges,
    private readonly pendingEmail: PendingEmail,
    private readonly awaited: AwaitedAddresses,
  ) {}

  /** Call this in a transaction: sends the mail whose click activates `registration`. */
  async send(userId: UserId, registration: PendingRegistration): Promise<void> {
    const token = await this.tokens.issue({ purpose: VERIFY_EMAIL, ttlSeconds: TTL_SECONDS, userId, payload: registration });
    await this.mailer.enqueue('verify-email', registration.email, verificationMail(this.links.verifyEmail(token), occasion(this.clock.now())));
  }

  /**
   * Call this in a transaction: sends the mail again. When several people registered the address, nobody knows which
   * one is the owner, so the click activates none of their passwords.
   */
  async sendAgain(userId: UserId, pending: readonly [Pending, ...Pending[]]): Promise<void> {
    const { registration } = pending[0];
    const contested = pending.some((other) => other.registration.passwordHash !== registration.passwordHash);
    await this.send(userId, contested ? { email: registration.email, ...NOBODYS } : registration);
  }

  /**
   * Call this in a transaction, for a registration that may not get a mail: from now on no other registration counts as
   * the owner's.
   */
  async withhold(userId: UserId, registration: PendingRegistration): Promise<void> {
    const withheld = (await this.pending(userId)).filter((pending) => !pending.mailed);
    if (withheld.some((pending) => [null, registration.passwordHash].includes(pending.registration.passwordHash))) return;
    // Two rows are enough: this registration, and the fact that there were more.
    const kept = withheld.length === 0 ? registration : { email: registration.email, ...NOBODYS };
    await this.tokens.issue({ purpose: VERIFY_EMAIL, ttlSeconds: TTL_SECONDS, userId, payload: { ...kept, mailed: false } });
  }

  /** The registrations that are still unproven, the newest first; expired ones too. */
  async pending(userId: UserId): Promise<Pending[]> {
    const tokens = await this.tokens.unused(VERIFY_EMAIL, userId);
    return tokens.map(({ payload, createdAt }) => {
      const { mailed, ...registration } = payload as PendingRegistration & { readonly mailed?: boolean };
      return { registration, at: createdAt, mailed: mailed !== false };
    });
  }

  /**
   * Uses the token up: gives an account its pending or new address, or activates a registered account with the
   * registration's data. If others have asked for the address too, with another password or through a provider, the
   * account gets neither password nor name, and the owner is mailed a link to choose a password. `atHand` are the
   * accounts that the caller is signed in to.
   * @throws AuthenticationErrors.asked_elsewhere, AuthenticationErrors.invalid_one_time_token
   */
  async verify(token: string, atHand: ReadonlySet<UserId>): Promise<'complete' | 'password_missing'> {
    try {
      return await this.transactions.run(() => this.take(token, atHand));
    } catch (error) {
      // Another account got the username at this moment; the second try sees that.
      if (!isUniqueViolation(error, 'users_username_key')) throw error;
      return this.transactions.run(() => this.take(token, atHand));
    }
  }

  private async take(token: string, atHand: ReadonlySet<UserId>): Promise<'complete' | 'password_missing'> {
    const claimed = await this.tokens.claim(VERIFY_EMAIL, token);
    if (!claimed && ((await this.pendingEmail.confirm(token, atHand)) || (await this.changes.confirm(token, atHand)))) return 'complete';
    if (!claimed?.userId) throw AuthenticationErrors.invalid_one_time_token();
    return this.activate(claimed.userId, claimed);
  }

  private async activate(userId: UserId, { payload }: Claimed): Promise<'complete' | 'password_missing'> {
    const asked = payload as PendingRegistration;
    const user = await this.users.lock(userId);
    if (user?.email !== asked.email || user.emailVerifiedAt !== null) throw AuthenticationErrors.invalid_one_time_token();
    // The mails of two registrants look alike, so a click does not show whose password is the owner's.
    const others = (await this.pending(userId)).some((pending) => pending.registration.passwordHash !== asked.passwordHash);
    const contested = others || (await this.awaited.byAnother(asked.email, userId));
    const { passwordHash, username, firstName, lastName, phoneNumber } = contested ? NOBODYS : asked;
    const fields = {
      emailVerifiedAt: this.clock.now(),
      status: user.status === 'PENDING_VERIFICATION' ? 'ACTIVE' : user.status,
      firstName,
      lastName,
      phoneNumber,
      username: username !== null && (await this.users.isUsernameTaken(username)) ? null : username,
    };
    await this.users.update(userId, fields, 'grants');
    if (passwordHash !== null) await this.credentials.set(userId, passwordHash);
    await this.tokens.void(userId, [VERIFY_EMAIL]);
    if (passwordHash === null) await this.resetLinks.send(userId, asked.email);
    await this.trail.record(VerificationEvents.verified, { actorId: userId, targetUserId: userId, resourceId: userId, metadata: { email: asked.email } });
    return passwordHash === null ? 'password_missing' : 'complete';
  }
}
