import type { FlowStore } from '../state/flow-store.js';
import type { ProviderSettings } from '../providers/provider-settings.js';
import type { Leg } from './leg.js';
import { tokensOf } from './token-answer.js';

export type Done = (error?: Error | null, value?: unknown) => void;

/** The options that all our strategies share: PKCE with S256, and our store of states in place of Passport's session. */
export function strategyOptions({ clientId, clientSecret, callbackUrl, endpoint }: ProviderSettings, store: FlowStore) {
  const [authorizationUrl, tokenUrl] = [endpoint('authorization'), endpoint('token')];
  return {
    clientID: clientId,
    clientSecret,
    callbackURL: callbackUrl,
    pkce: true,
    passReqToCallback: true as const,
    store: store as never,
    ...(authorizationUrl === undefined ? {} : { authorizationURL: authorizationUrl }),
    ...(tokenUrl === undefined ? {} : { tokenURL: tokenUrl }),
  };
}

/** Of the token answer, what a strategy's `validate` is handed because it declares six parameters, Passport's `done` among them. */
export interface TokenParameters {
  readonly id_token?: string;
}

export const VERIFY_PARAMETERS = 6;

/** Where Nest enters a strategy in Passport's register of the whole process: ours belong to one application. */
export function ofNoRegister(): { use(): void } {
  return { use: () => undefined };
}

interface Actions {
  success(user: unknown): void;
  error(error: unknown): void;
}

/**
 * What the delegate of a strategy gets for its leg. The handler redirects, since a guard that does never settles. The `oauth` package's
 * requests know neither a timeout nor a bound; Passport uses them for the token endpoint alone.
 */
export function forLeg(strategy: Actions, oauth2: object, leg: Leg) {
  const crashed = (error: unknown): void => { strategy.error(error); };
  return {
    leg,
    redirect: (url: string) => { strategy.success(url); },
    _oauth2: Object.assign(Object.create(oauth2) as object, { _request: boundedTokenRequest(leg, crashed) }),
  };
}

/** The nonce of OpenID Connect Core section 3.1.2.1, and that the provider asks which account a link is to be to. */
export function askedFor({ there }: Leg): object {
  return { nonce: there?.nonce, ...selectAccount(there) };
}

export function selectAccount(there: Leg['there']): object {
  return there?.intent.link ? { prompt: 'select_account' } : {};
}

function boundedTokenRequest(leg: Leg, crashed: (error: unknown) => void) {
  return (method: string, url: string, headers: Readonly<Record<string, string>>, body: string, _token: unknown, done: Done): void => {
    const answered = leg.http.request({ method, url, headers, body }).then(tokensOf);
    void answered.then((tokens) => { done(null, JSON.stringify(tokens)); }, (error: unknown) => { done(error as Error); }).catch(crashed);
  };
}

/** Hands a profile to Passport; what its code does with it must not end the process. */
export function deliver(profile: Promise<unknown>, done: Done, crashed: (error: unknown) => void): void {
  void profile.then((value) => { done(null, value); }, (error: unknown) => { done(error as Error); }).catch(crashed);
}
