import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import type { Strategy } from 'passport-oauth2';
import type { ProviderIdentity } from '../providers/provider-identity.js';
import type { Leg } from './leg.js';
import { boundedTokenRequest } from './bounded-token-request.js';

export type Done = (error?: Error | null, value?: unknown) => void;

/** Of the token answer, what a strategy's `validate` gets because it declares six parameters, Passport's `done` among them. */
export interface TokenParameters {
  readonly id_token?: string;
}

const VERIFY_PARAMETERS = 6;

/** One of Passport's OAuth 2.0 strategies, for one leg of a flow at a time. */
export function legStrategy(ofPassport: object, name: string) {
  abstract class LegStrategy extends PassportStrategy(ofPassport as new (options: object) => Strategy, name, VERIFY_PARAMETERS) {
    /** Set on the delegate that each leg has; see `LegGuard`. */
    protected declare readonly leg: Leg;

    abstract override validate(leg: Leg, access: string, refresh: string, parameters: TokenParameters, profile: unknown): ProviderIdentity | Promise<ProviderIdentity>;

    /** Whether the provider answers an id_token. */
    protected readonly usesNonce: boolean = false;

    /** What the provider says about the user beside the token answer. */
    protected abstract profileOf(accessToken: string): Promise<unknown>;

    /** Nest would enter the strategy in Passport's register of the whole process; ours belongs to one application. */
    getPassportInstance(): unknown {
      return { use: () => undefined };
    }

    /**
     * The handler redirects, because a guard that redirects never settles. The `oauth` package's requests have no timeout
     * and no bound; Passport uses them only for the token endpoint.
     */
    override authenticate(request: Request, options?: object): void {
      const leg = request as unknown as Leg;
      const crashed = (error: unknown): void => { this.error(error); };
      const redirect = (url: string): void => { this.success(url); };
      const oauth2: object = Object.assign(Object.create(this._oauth2) as object, { _request: boundedTokenRequest(leg, crashed) });
      Object.assign(this, { leg, redirect, _oauth2: oauth2 });
      super.authenticate(request, options);
    }

    /** For a link the provider asks which account it is; the nonce is that of OpenID Connect Core section 3.1.2.1. */
    override authorizationParams(): object {
      const { there } = this.leg;
      return { ...(this.usesNonce ? { nonce: there?.nonce } : {}), ...(there?.intent.link ? { prompt: 'select_account' } : {}) };
    }

    /** Passport's code must not end the process with what it does with a profile. */
    override userProfile(accessToken: string, done: Done): void {
      void this.profileOf(accessToken).then((value) => { done(null, value); }, (error: unknown) => { done(error as Error); }).catch((error: unknown) => { this.error(error); });
    }
  }
  return LegStrategy;
}
