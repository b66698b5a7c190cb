import { Injectable, type ExecutionContext } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { Legs } from '../outbound/legs.js';
import type { ProviderName } from '../providers/provider-name.js';
import { AskedProvider } from './asked-provider.js';
import { LinkTickets, type LinkWish } from './link-tickets.js';

/** The wish of the ticket, and the URL for the browser. The handler may still refuse it. */
export interface OpenedLink {
  readonly wish: LinkWish;
  readonly location: Promise<string>;
}

/** Opens a link: it uses the ticket up, and binds the browser to the flow with a cookie. */
@Injectable()
export class LinkOpenings {
  constructor(
    private readonly asked: AskedProvider,
    private readonly tickets: LinkTickets,
    private readonly legs: Legs,
  ) {}

  /** @throws OAuthErrors.link_refused */
  async open(context: ExecutionContext, provider: ProviderName, ticket: string): Promise<OpenedLink> {
    const wish = await this.tickets.take(provider, ticket);
    if (!wish) throw OAuthErrors.link_refused();
    const location = this.begin(context, wish);
    await location.catch(() => undefined);
    return { wish, location };
  }

  private async begin(context: ExecutionContext, { provider, redirectTo, userId, sessionId }: LinkWish): Promise<string> {
    return this.legs.there(context, this.asked.check(provider, redirectTo), { redirectTo, application: { state: null, challenge: null }, tenantId: null, link: { userId, sessionId } });
  }
}
