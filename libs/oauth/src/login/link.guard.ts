import { Settings } from '@authengine/config';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { Legs } from '../outbound/legs.js';
import { keepOutcome } from '../outbound/outcome.js';
import { ValidQuery } from '../outbound/valid-query.js';
import { AskedProvider } from './asked-provider.js';
import { LinkTickets, type LinkWish } from './link-tickets.js';
import { LinkTicketDto } from './oauth-login.dto.js';
import { mayBeSentFrom, type TrustedOrigins } from './sent-from.js';

/** The wish that the ticket stood for, and where to send the browser, which may still be refused. */
export interface OpenedLink {
  readonly wish: LinkWish;
  readonly location: Promise<string>;
}

/** Begins a link; the handler sends the browser away. */
@Injectable()
export class LinkGuard implements CanActivate {
  private readonly applications: TrustedOrigins;

  constructor(
    private readonly asked: AskedProvider,
    private readonly queries: ValidQuery,
    private readonly tickets: LinkTickets,
    private readonly legs: Legs,
    { values }: Settings,
  ) {
    this.applications = new Set([new URL(values.APP_URL).origin, ...values.CORS_ORIGINS, ...values.REDIRECT_ALLOWLIST]);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request<{ provider: string }>>();
    const query = await this.queries.of(context, LinkTicketDto);
    return query === null || keepOutcome(request as never, this.open(context, request, query.ticket));
  }

  private async open(context: ExecutionContext, { params, headers }: Request<{ provider: string }>, ticket: string): Promise<OpenedLink> {
    const named = this.asked.check(params.provider, null);
    // A stranger's page would link its visitor's account at the provider to the stranger's account here.
    if (!mayBeSentFrom(headers, this.applications)) throw OAuthErrors.link_refused({ log: { reason: 'sent by a stranger' } });
    const wish = await this.tickets.take(named.name, ticket);
    if (!wish) throw OAuthErrors.link_refused();
    const location = this.begin(context, wish);
    await location.catch(() => undefined);
    return { wish, location };
  }

  private async begin(context: ExecutionContext, { provider, redirectTo, userId, sessionId }: LinkWish): Promise<string> {
    return this.legs.there(context, this.asked.check(provider, redirectTo), { redirectTo, tenantId: null, link: { userId, sessionId } });
  }
}
