import { newOneTimeSecret } from '@authengine/crypto';
import { Injectable, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { CallbackQuery } from '../callback/callback-query.js';
import type { Provider } from '../providers/provider.js';
import type { ProviderIdentity } from '../providers/provider-identity.js';
import type { FlowIntent, StartedFlow } from '../state/oauth-states.js';
import { LegGuard } from './leg.guard.js';
import type { Leg } from './leg.js';
import { Outbound } from './outbound.js';
import type { ProviderHttp } from './provider-http.js';

/** Runs the two legs of a flow through Nest's guard. */
@Injectable()
export class Legs {
  constructor(private readonly outbound: Outbound) {}

  /** Where to send the browser. */
  async there(context: ExecutionContext, provider: Provider, intent: FlowIntent): Promise<string> {
    const leg = this.leg(context, provider, { query: {}, there: { intent, nonce: newOneTimeSecret() } });
    return (await this.run(context, leg)) as string;
  }

  /** Who signed in; `taken` is told of the flow as soon as it is this browser's. */
  async back(context: ExecutionContext, provider: Provider, answer: CallbackQuery, taken: (flow: StartedFlow) => void): Promise<ProviderIdentity> {
    // Passport looks at `error` before the state, and begins anew without a code: our store sees to both once the state is taken.
    const leg = this.leg(context, provider, { query: { state: answer.state, code: answer.code ?? 'none' }, answer });
    try {
      return (await this.run(context, leg)) as ProviderIdentity;
    } finally {
      if (leg.flow) taken(leg.flow);
    }
  }

  private leg(context: ExecutionContext, provider: Provider, own: Pick<Leg, 'query' | 'there' | 'answer'>): Leg {
    const http = context.switchToHttp();
    const { outbound } = this;
    let conversation: ProviderHttp | undefined;
    return {
      ...own,
      provider,
      request: http.getRequest<Request>(),
      response: http.getResponse<Response>(),
      get http() {
        return (conversation ??= outbound.conversation(provider.patienceMs));
      },
    };
  }

  private async run(context: ExecutionContext, leg: Leg): Promise<unknown> {
    await new LegGuard(leg.provider, leg).canActivate(context);
    return leg.user;
  }
}
