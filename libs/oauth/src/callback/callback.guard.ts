import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { Legs } from '../outbound/legs.js';
import { keepOutcome } from '../outbound/outcome.js';
import { ValidQuery } from '../outbound/valid-query.js';
import { OAuthProviders } from '../providers/oauth-providers.js';
import type { ProviderIdentity } from '../providers/provider-identity.js';
import type { Provider } from '../providers/provider.js';
import type { StartedFlow } from '../state/oauth-states.js';
import { callbackQuery } from './callback-query.js';

/** The result of a flow: who signed in at the provider. The handler may still refuse it. */
export interface Returned {
  readonly provider: Provider;
  readonly flow: StartedFlow;
  readonly proven: Promise<ProviderIdentity>;
}

/** Uses up the state and redeems the code. The handler decides what follows from that. */
@Injectable()
export class CallbackGuard implements CanActivate {
  constructor(
    private readonly providers: OAuthProviders,
    private readonly queries: ValidQuery,
    private readonly legs: Legs,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request<{ provider: string }>>();
    const query = await this.queries.of(context, Object);
    return query === null || keepOutcome(request as never, this.back(context, request.params.provider, query as Record<string, unknown>));
  }

  private async back(context: ExecutionContext, name: string, query: Record<string, unknown>): Promise<Returned> {
    const provider = this.providers.get(name);
    let flow: StartedFlow | undefined;
    const proven = this.legs.back(context, provider, callbackQuery(query), (taken) => { flow = taken; });
    await proven.catch(() => undefined);
    // Without a flow `proven` says why.
    return flow ? { provider, flow, proven } : ((await proven) as never);
  }
}
