import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { canonicalEmail } from '@authengine/kernel';
import { MailRequestKind, MailRequests } from '@authengine/mail';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MailBudget } from '../limits/mail-budget.js';
import { PasswordResetEvents } from './password-reset.events.js';
import { PASSWORD_RESET, ResetLinks } from './reset-links.js';

const RESET_ASKED = new MailRequestKind<{ readonly email: string; readonly allowed: boolean }>(PASSWORD_RESET);

/**
 * Mails a link to choose a new password to everyone with an account, whatever its status. Everyone gets the same
 * answer.
 */
@Injectable()
export class ResetRequestService implements OnModuleInit {
  constructor(
    private readonly users: Users,
    private readonly resetLinks: ResetLinks,
    private readonly budget: MailBudget,
    private readonly requests: MailRequests,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.requests.onAsked(RESET_ASKED, (asked) => this.answer(asked));
  }

  async request(address: string): Promise<void> {
    const email = canonicalEmail(address);
    await this.requests.ask(RESET_ASKED, { email, allowed: await this.budget.allows(PASSWORD_RESET, email) });
  }

  private async answer({ email, allowed }: typeof RESET_ASKED.details): Promise<void> {
    const found = await this.users.findByEmail(email);
    const user = found && (await this.users.lock(found.id));
    // While this waited for the row, the address may have moved to another account.
    const sent = allowed && user?.email === email;
    if (sent) await this.resetLinks.send(user.id, email);
    await this.trail.record(PasswordResetEvents.requested, {
      actorId: null,
      targetUserId: user?.id,
      status: sent ? 'success' : 'failure',
      metadata: { email, outcome: sent ? 'sent' : allowed ? 'unknown_address' : 'too_many_mails' },
    });
  }
}
