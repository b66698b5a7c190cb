import { AuditTrail } from '@authengine/contracts';
import { canonicalEmail } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MailBudget } from '../limits/mail-budget.js';
import { Users } from '../users/users.js';
import { EmailVerification } from './email-verification.js';
import { VerificationEvents } from './verification.events.js';

/** Sends the verification mail again to whoever still needs one; everyone is answered the same. */
@Injectable()
export class ResendVerificationService {
  constructor(
    private readonly users: Users,
    private readonly verification: EmailVerification,
    private readonly budget: MailBudget,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  async resend(address: string): Promise<void> {
    const email = canonicalEmail(address);
    const allowed = await this.budget.allows('verify-email', email);
    await this.transactions.run(async () => {
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
    });
  }
}
