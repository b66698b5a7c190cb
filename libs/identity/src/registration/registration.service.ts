import { AuditTrail } from '@authengine/contracts';
import { type User, UserErrors, Users } from '@authengine/directory';
import { canonicalEmail, Clock } from '@authengine/kernel';
import { Mailer, MailRequestKind, MailRequests } from '@authengine/mail';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inEvenTime } from '../limits/even-time.js';
import { MailBudget } from '../limits/mail-budget.js';
import { NewPassword } from '../passwords/new-password.js';
import { EmailVerification, type PendingRegistration } from '../verification/email-verification.js';
import type { RegisterDto } from './register.dto.js';
import { RegistrationEvents } from './registration.events.js';
import { alreadyRegisteredMail } from './registration.mails.js';

const REGISTRATION_ASKED = new MailRequestKind<{ readonly registration: PendingRegistration; readonly allowed: boolean }>('registration');
/** Within this time, two registrations with the same address and password are one person's double click. */
const SAME_ATTEMPT_MS = 60_000;

/**
 * Registration gives the same answer for a new and for a taken address, after the same work. Only the mail tells the
 * difference, to the one person who may know it.
 */
@Injectable()
export class RegistrationService implements OnModuleInit {
  constructor(
    private readonly newPassword: NewPassword,
    private readonly users: Users,
    private readonly verification: EmailVerification,
    private readonly mailer: Mailer,
    private readonly budget: MailBudget,
    private readonly requests: MailRequests,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.requests.onAsked(REGISTRATION_ASKED, ({ registration, allowed }) => this.enter(registration, allowed));
  }

  /**
   * @throws RequestErrors.invalid for a password that the policy refuses
   * @throws UserErrors.username_taken whether or not the address is taken
   */
  async register(request: RegisterDto): Promise<void> {
    const email = canonicalEmail(request.email);
    const username = request.username?.toLowerCase() ?? null;
    const passwordHash = await this.newPassword.hashForAddress(request.password, email);
    const registration: PendingRegistration = {
      email,
      passwordHash,
      username,
      firstName: request.first_name ?? null,
      lastName: request.last_name ?? null,
      phoneNumber: request.phone_number ?? null,
    };
    // The time of the hash is the same for every address; the work after it takes an even time.
    await inEvenTime(() => this.ask(registration));
  }

  private async ask(registration: PendingRegistration): Promise<void> {
    const { email, username } = registration;
    const allowed = await this.budget.allows('registration', email);
    // The username is given only with the proof of the address. Reserving it now would show whether the address was
    // new.
    if (username !== null && (await this.users.isUsernameTaken(username))) throw UserErrors.username_taken();
    await this.requests.ask(REGISTRATION_ASKED, { registration, allowed });
  }

  private async enter(registration: PendingRegistration, mailAllowed: boolean): Promise<void> {
    const { email, firstName, lastName, phoneNumber } = registration;
    const user = await this.users.create({ email, firstName, lastName, phoneNumber, status: 'PENDING_VERIFICATION', createdAt: this.clock.now() });
    if (user) await this.welcome(user, registration);
    else await this.repeat(registration, mailAllowed);
  }

  private async welcome(user: User, registration: PendingRegistration): Promise<void> {
    await this.verification.send(user.id, registration);
    await this.trail.record(RegistrationEvents.registered, { actorId: null, targetUserId: user.id, resourceId: user.id, metadata: { email: registration.email } });
  }

  private async repeat(registration: PendingRegistration, mailAllowed: boolean): Promise<void> {
    const user = await this.users.findByEmail(registration.email);
    const mail = user ? await this.tellOwner(user, registration, mailAllowed) : 'none';
    await this.trail.record(RegistrationEvents.repeated, { actorId: null, targetUserId: user?.id, status: 'failure', metadata: { email: registration.email, mail } });
  }

  private async tellOwner(user: User, registration: PendingRegistration, mailAllowed: boolean): Promise<'verification' | 'already_registered' | 'none'> {
    if (user.status !== 'PENDING_VERIFICATION') {
      if (!mailAllowed) return 'none';
      await this.mailer.enqueue('already-registered', registration.email, alreadyRegisteredMail(this.clock.now()));
      return 'already_registered';
    }
    const mailed = (await this.verification.pending(user.id)).find((pending) => pending.mailed && pending.registration.passwordHash === registration.passwordHash);
    if (mailed && this.clock.now().getTime() - mailed.at.getTime() < SAME_ATTEMPT_MS) return 'none';
    if (!mailAllowed) {
      if (!mailed) await this.verification.withhold(user.id, registration);
      return 'none';
    }
    await this.verification.send(user.id, registration);
    return 'verification';
  }
}
