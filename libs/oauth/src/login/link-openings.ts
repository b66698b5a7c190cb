import { Injectable, type ExecutionContext } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { Legs } from '../outbound/legs.js';
import type { ProviderName } from '../providers/provider-name.js';
import { AskedProvider } from './asked-provider.js';
import { LinkTickets, type LinkWish } from './link-tickets.js';

/** The wish that the ticket stood for, and where to send the browser, which may still be refused. */
export interface OpenedLink {
  readonly wish: LinkWish;
  readonly location: Promise<string>;
}

/** Opens a link: the ticket is used up, and the browser is bound to the flow by its cookie. */
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
