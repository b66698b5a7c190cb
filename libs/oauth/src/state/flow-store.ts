import { newOneTimeSecret } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import type { Leg } from '../outbound/leg.js';
import { BrowserCookie } from './browser-cookie.js';
import { OAuthStates, STATE_TTL_SECONDS } from './oauth-states.js';

type Done = (error: unknown, value?: unknown) => void;

/** passport-oauth2's store of states and verifiers: rows in PostgreSQL, bound to the browser by its cookie. */
@Injectable()
export class FlowStore {
  constructor(
    private readonly states: OAuthStates,
    private readonly cookie: BrowserCookie,
  ) {}

  // Passport recognizes the kind of a store by the number of parameters that its methods declare.
  store(leg: Leg, verifier: string, _state: unknown, _meta: unknown, done: Done): void {
    this.settle(leg, this.begin(leg, verifier), done);
  }

  verify(leg: Leg, state: string, _meta: unknown, done: Done): void {
    this.settle(leg, this.take(leg, state), done);
  }

  /** The `state` of a new flow; its cookie binds it to the browser. */
  async begin({ there, provider, request, response }: Leg, verifier: string): Promise<string> {
    if (!there) throw new Error('this leg begins no flow');
    const browserSecret = newOneTimeSecret();
    const state = await this.states.begin(provider.name, { verifier, nonce: there.nonce }, browserSecret, there.intent);
    this.cookie.add(request, response, browserSecret, STATE_TTL_SECONDS);
    return state;
  }

  /** Uses the state up, before anything else of the request is read. Answers the flow's verifier. */
  async take(leg: Leg, state: string): Promise<string> {
    const { provider, request, response, answer } = leg;
    const flow = await this.states.take(provider.name, state, this.cookie.secrets(request));
    if (!flow || !answer) throw OAuthErrors.invalid_state();
    leg.flow = flow;
    this.cookie.drop(request, response, flow.browserSecret, STATE_TTL_SECONDS);
    const { iss, error, code } = answer;
    if (iss !== undefined && !provider.isIssuer(iss)) throw OAuthErrors.proof_refused({ log: { response: 'iss' } });
    if (error === 'access_denied') throw OAuthErrors.access_denied();
    if (error !== undefined) throw OAuthErrors.provider_unavailable({ log: { error: error.slice(0, 100) } });
    if (code === undefined) throw OAuthErrors.code_refused();
    return flow.secrets.verifier;
  }

  private settle(leg: Leg, work: Promise<string>, done: Done): void {
    void work.then((value) => { done(null, value); }, (error: unknown) => { leg.failure = error; done(error); });
  }
}
