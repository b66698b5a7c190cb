import { Settings } from '@authengine/config';
import { AuditTrail, RequestErrors } from '@authengine/contracts';
import { canonicalEmail } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MailBudget } from '../limits/mail-budget.js';
import { redirectTarget } from '../redirects/redirect-target.js';
import type { User } from '../users/user.entity.js';
import { Users } from '../users/users.js';
import { MagicLinkEvents } from './magic-link.events.js';
import { MAGIC_LINK, MagicLinks } from './magic-links.js';

/** Mails a link to whoever may sign in, or would by proving the address; everyone is answered the same. */
@Injectable()
export class MagicLinkRequestService {
  constructor(
    private readonly settings: Settings,
    private readonly users: Users,
    private readonly magicLinks: MagicLinks,
    private readonly budget: MailBudget,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws RequestErrors.invalid for a `redirectTo` at no allowed origin, whoever the address belongs to */
  async request(address: string, redirectTo?: string): Promise<void> {
    const target = redirectTo === undefined ? null : redirectTarget(redirectTo, this.settings.values.REDIRECT_ALLOWLIST);
    if (redirectTo !== undefined && !target) throw RequestErrors.invalid({ errors: [{ field: 'redirect_to', message: 'redirect_to must be a URL at an allowed origin' }] });

    const email = canonicalEmail(address);
    const allowed = await this.budget.allows(MAGIC_LINK, email);
    await this.transactions.run(async () => {
      const found = await this.users.findByEmail(email);
      const user = found && (await this.users.lock(found.id));
      const outcome = !user || user.email !== email ? 'unknown_address' : !mayBeMailed(user) ? 'not_active' : allowed ? 'sent' : 'too_many_mails';
      if (user && outcome === 'sent') await this.magicLinks.send(user.id, email, redirectTo ?? null);
      await this.trail.record(MagicLinkEvents.requested, {
        actorId: null,
        targetUserId: user?.id,
        status: outcome === 'sent' ? 'success' : 'failure',
        metadata: { email, outcome, redirect_origin: target?.origin },
      });
    });
  }
}

function mayBeMailed({ status }: User): boolean {
  return status === 'ACTIVE' || status === 'PENDING_VERIFICATION';
}
