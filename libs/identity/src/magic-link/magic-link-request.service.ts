import { Settings } from '@authengine/config';
import { AuditTrail, RequestErrors } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { canonicalEmail } from '@authengine/kernel';
import { MailRequestKind, MailRequests } from '@authengine/mail';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MailBudget } from '../limits/mail-budget.js';
import { redirectTarget } from '../redirects/redirect-target.js';
import { MagicLinkEvents } from './magic-link.events.js';
import { MAGIC_LINK, MagicLinks } from './magic-links.js';

const MAGIC_LINK_ASKED = new MailRequestKind<{ readonly email: string; readonly redirectTo: string | null; readonly allowed: boolean }>(MAGIC_LINK);

/** Mails a link to people who may sign in, or could after proving the address. Everyone gets the same answer. */
@Injectable()
export class MagicLinkRequestService implements OnModuleInit {
  constructor(
    private readonly settings: Settings,
    private readonly users: Users,
    private readonly magicLinks: MagicLinks,
    private readonly budget: MailBudget,
    private readonly requests: MailRequests,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.requests.onAsked(MAGIC_LINK_ASKED, (asked) => this.answer(asked));
  }

  /** @throws RequestErrors.invalid for a `redirectTo` outside the allowed origins, whoever owns the address */
  async request(address: string, redirectTo?: string): Promise<void> {
    if (redirectTo !== undefined && !this.target(redirectTo)) throw RequestErrors.invalid({ errors: [{ field: 'redirect_to', message: 'redirect_to must be a URL at an allowed origin' }] });
    await this.ask(address, redirectTo ?? null);
  }

  /** The same for a page of ours, which made the URL by itself. */
  requestForPage(address: string, page: string): Promise<void> {
    return this.ask(address, page);
  }

  private async ask(address: string, redirectTo: string | null): Promise<void> {
    const email = canonicalEmail(address);
    await this.requests.ask(MAGIC_LINK_ASKED, { email, redirectTo, allowed: await this.budget.allows(MAGIC_LINK, email) });
  }

  private async answer({ email, redirectTo, allowed }: typeof MAGIC_LINK_ASKED.details): Promise<void> {
    const found = await this.users.findByEmail(email);
    const user = found && (await this.users.lock(found.id));
    // While this waited for the row, the address may have moved to another account.
    const outcome = user?.email !== email ? 'unknown_address' : !mayBeMailed(user) ? 'not_active' : allowed ? 'sent' : 'too_many_mails';
    if (user && outcome === 'sent') await this.magicLinks.send(user.id, email, redirectTo);
    await this.trail.record(MagicLinkEvents.requested, {
      actorId: null,
      targetUserId: user?.id,
      status: outcome === 'sent' ? 'success' : 'failure',
      metadata: { email, outcome, redirect_origin: redirectTo === null ? undefined : new URL(redirectTo).origin },
    });
  }

  private target(redirectTo: string): URL | null {
    return redirectTarget(redirectTo, this.settings.values.REDIRECT_ALLOWLIST);
  }
}

function mayBeMailed({ status }: User): boolean {
  return status === 'ACTIVE' || status === 'PENDING_VERIFICATION';
}
