import { Settings } from '@authengine/config';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { keepOutcome } from '../outbound/outcome.js';
import { ValidBody } from '../outbound/valid-body.js';
import { AskedProvider } from './asked-provider.js';
import { LinkOpenings, type OpenedLink } from './link-openings.js';
import { LinkTicketDto } from './oauth-login.dto.js';
import { isOfOwnPage } from './own-page.js';

/** Begins a link after the click in our own page. The handler redirects the browser. */
@Injectable()
export class ConfirmedLinkGuard implements CanActivate {
  private readonly ownOrigin: string;

  constructor(
    private readonly asked: AskedProvider,
    private readonly bodies: ValidBody,
    private readonly openings: LinkOpenings,
    { values }: Settings,
  ) {
    this.ownOrigin = new URL(values.APP_URL).origin;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request<{ provider: string }>>();
    const body = await this.bodies.of(context, LinkTicketDto);
    return body === null || keepOutcome(request as never, this.open(context, request, body.ticket));
  }

  private async open(context: ExecutionContext, { params, headers }: Request<{ provider: string }>, ticket: string): Promise<OpenedLink> {
    const { name } = this.asked.check(params.provider, null);
    if (!isOfOwnPage(headers, this.ownOrigin)) throw OAuthErrors.link_refused({ log: { reason: 'not sent by the page' } });
    return this.openings.open(context, name, ticket);
  }
}
