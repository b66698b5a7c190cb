import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { canonicalEmail } from '@authengine/kernel';
import { MailRequestKind, MailRequests } from '@authengine/mail';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MailBudget } from '../limits/mail-budget.js';
import { EmailVerification, VERIFY_EMAIL } from './email-verification.js';
import { VerificationEvents } from './verification.events.js';

const VERIFICATION_ASKED = new MailRequestKind<{ readonly email: string; readonly allowed: boolean }>(VERIFY_EMAIL);

/** Sends the verification mail again to people who still need one. Everyone gets the same answer. */
@Injectable()
export class ResendVerificationService implements OnModuleInit {
  constructor(
    private readonly users: Users,
    private readonly verification: EmailVerification,
    private readonly budget: MailBudget,
    private readonly requests: MailRequests,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.requests.onAsked(VERIFICATION_ASKED, (asked) => this.answer(asked));
  }

  async resend(address: string): Promise<void> {
    const email = canonicalEmail(address);
    await this.requests.ask(VERIFICATION_ASKED, { email, allowed: await this.budget.allows(VERIFY_EMAIL, email) });
  }

  private async answer({ email, allowed }: typeof VERIFICATION_ASKED.details): Promise<void> {
    const user = await this.users.findByEmail(email);
    const [newest, ...older] = user?.status === 'PENDING_VERIFICATION' ? await this.verification.pending(user.id) : [];
    const sent = allowed && user !== null && newest !== undefined;
    if (sent) await this.verification.sendAgain(user.id, [newest, ...older]);
    await this.trail.record(VerificationEvents.resent, {
      actorId: null,
      targetUserId: user?.id,
      status: sent ? 'success' : 'failure',
      metadata: { email, outcome: sent ? 'sent' : !allowed ? 'too_many_mails' : user ? 'nothing_to_verify' : 'unknown_address' },
    });
  }
}
