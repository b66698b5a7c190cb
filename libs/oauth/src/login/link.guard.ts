import { Settings } from '@authengine/config';
import { AccessErrors } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { OptionalCaller } from '@authengine/sessions';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { keepOutcome } from '../outbound/outcome.js';
import { ValidQuery } from '../outbound/valid-query.js';
import { AskedProvider } from './asked-provider.js';
import { LinkOpenings, type OpenedLink } from './link-openings.js';
import { LinkTickets, type LinkWish } from './link-tickets.js';
import { LinkTicketDto } from './oauth-login.dto.js';
import { sentFrom, type TrustedOrigins } from './sent-from.js';

/** Nobody knows who sent the browser here, so a page asks first. The ticket stays valid. */
export interface AskedLink {
  readonly ask: LinkWish;
}

/** Begins a link that comes from our own application or the user's own client. The handler redirects the browser, or asks. */
@Injectable()
export class LinkGuard implements CanActivate {
  private readonly applications: TrustedOrigins;

  constructor(
    private readonly asked: AskedProvider,
    private readonly queries: ValidQuery,
    private readonly tickets: LinkTickets,
    private readonly openings: LinkOpenings,
    private readonly callers: OptionalCaller,
    { values }: Settings,
  ) {
    this.applications = new Set([new URL(values.APP_URL).origin, ...values.CORS_ORIGINS, ...values.REDIRECT_ALLOWLIST]);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request<{ provider: string }>>();
    const query = await this.queries.of(context, LinkTicketDto);
    return query === null || keepOutcome(request as never, this.open(context, request, query.ticket));
  }

  /** An attacker may pass a ticket on. A victim who opens it would link their own identity to the attacker's account. */
  private async open(context: ExecutionContext, request: Request<{ provider: string }>, ticket: string): Promise<OpenedLink | AskedLink> {
    const { name } = this.asked.check(request.params.provider, null);
    const sender = sentFrom(request.headers, this.applications);
    if (sender === 'stranger') throw OAuthErrors.link_refused({ log: { reason: 'sent by a stranger' } });
    if (sender === 'unknown') {
      const wish = await this.tickets.look(name, ticket);
      if (!wish) throw OAuthErrors.link_refused();
      if (!(await this.isOfAsker(request, wish))) return { ask: wish };
    }
    return this.openings.open(context, name, ticket);
  }

  /** A client that follows the redirect of `…/link` still sends its access token. A link in a page or mail cannot. */
  private async isOfAsker(request: Request<{ provider: string }>, { userId, sessionId }: LinkWish): Promise<boolean> {
    const caller = await this.callers.of(request).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === AccessErrors.unauthenticated.code) return null;
      throw error;
    });
    return caller?.userId === userId && caller.sessionId === sessionId;
  }
}
