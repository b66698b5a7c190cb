import { AuditTrail } from '@authengine/contracts';
import { Clock, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { EmailChanges } from '../email-change/email-changes.js';
import { OneTimeTokens, type Claimed } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { PendingEmail } from '../pending-email/pending-email.js';
import { User } from '../users/user.entity.js';
import { Users } from '../users/users.js';
import { VerificationEvents } from './verification.events.js';
import { verificationMail } from './verification.mails.js';

export const VERIFY_EMAIL = 'verify-email';
const TTL_SECONDS = 86_400;

/**
 * What one registration asked for. It rides on the token of the mail that it caused, so that the
 * click activates this registration and not what another one left on the same unproven account.
 */
export interface PendingRegistration extends Record<string, unknown> {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phoneNumber: string | null;
}

/** Proof that an address belongs to whoever registered it. */
@Injectable()
export class EmailVerification {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly changes: EmailChanges,
    private readonly pendingEmail: PendingEmail,
  ) {}

  /** In a transaction: sends the mail whose click activates `registration`. */
  async send(userId: UserId, registration: PendingRegistration): Promise<void> {
    const token = await this.tokens.issue({ purpose: VERIFY_EMAIL, ttlSeconds: TTL_SECONDS, userId, payload: registration });
    await this.mailer.enqueue('verify-email', registration.email, verificationMail(this.links.verifyEmail(token), this.clock.now()));
  }

  /** When the newest mail that can still be used was sent, and what it activates. */
  async pending(userId: UserId): Promise<{ readonly registration: PendingRegistration; readonly sentAt: Date } | null> {
    const token = await this.tokens.latestUnused(VERIFY_EMAIL, userId);
    return token ? { registration: token.payload as PendingRegistration, sentAt: token.createdAt } : null;
  }

  /** Takes the token: activates the account as that registration had it, or makes a pending or another address the account's. @throws AuthenticationErrors.invalid_one_time_token */
  async verify(token: string): Promise<void> {
    await this.transactions.run(async () => {
      const claimed = await this.tokens.claim(VERIFY_EMAIL, token);
      if (!claimed && ((await this.pendingEmail.confirm(token)) || (await this.changes.confirm(token)))) return;
      if (!claimed?.userId) throw AuthenticationErrors.invalid_one_time_token();
      await this.activate(claimed.userId, claimed);
    });
  }

  private async activate(userId: UserId, { payload }: Claimed): Promise<void> {
    const registration = payload as PendingRegistration;
    const user = await this.users.lock(userId);
    if (user?.email !== registration.email || user.emailVerifiedAt !== null) throw AuthenticationErrors.invalid_one_time_token();
    const { firstName, lastName, phoneNumber } = registration;
    await this.transactions.manager.update(User, { id: userId }, {
      emailVerifiedAt: this.clock.now(),
      status: user.status === 'PENDING_VERIFICATION' ? 'ACTIVE' : user.status,
      firstName,
      lastName,
      phoneNumber,
    });
    await this.credentials.set(userId, registration.passwordHash);
    await this.tokens.void(userId, [VERIFY_EMAIL]);
    await this.users.changed([userId]);
    await this.trail.record(VerificationEvents.verified, { actorId: userId, targetUserId: userId, resourceId: userId, metadata: { email: registration.email } });
  }
}
