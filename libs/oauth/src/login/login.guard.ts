import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { Legs } from '../outbound/legs.js';
import { keepOutcome } from '../outbound/outcome.js';
import { ValidQuery } from '../outbound/valid-query.js';
import { AskedProvider } from './asked-provider.js';
import { OAuthLoginQueryDto } from './oauth-login.dto.js';

/** Begins a sign-in. The handler redirects the browser. */
@Injectable()
export class LoginGuard implements CanActivate {
  constructor(
    private readonly asked: AskedProvider,
    private readonly queries: ValidQuery,
    private readonly legs: Legs,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request<{ provider: string }>>();
    const query = await this.queries.of(context, OAuthLoginQueryDto);
    return query === null || keepOutcome(request as never, this.begin(context, request.params.provider, query));
  }

  private async begin(context: ExecutionContext, name: string, query: OAuthLoginQueryDto): Promise<string> {
    const redirectTo = query.redirect_to ?? null;
    const application = { state: query.state ?? null, challenge: query.code_challenge ?? null };
    const provider = this.asked.checkSignIn(name, redirectTo, application.challenge);
    return this.legs.there(context, provider, { redirectTo, application, tenantId: query.tenant_id ?? null, link: null });
  }
}
