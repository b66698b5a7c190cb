import type { ProviderSettings } from '../providers/provider-settings.js';
import type { ProviderHttp } from './provider-http.js';
import { tokensOf } from './token-answer.js';

/** What one step of a flow gives its strategy. */
export interface FlowStep {
  readonly nonce: string;
  /** The first step: the provider is to ask which account it is to be. */
  readonly selectAccount?: boolean;
  /** The first step: keeps the verifier that Passport made and resolves with the `state`. */
  readonly begin?: (verifier: string) => Promise<string>;
  /** The second step: the verifier that the state led back to. */
  readonly verifier?: string;
}

/** What our strategies hand over once the code is redeemed. */
export interface Redeemed {
  readonly idToken: string | undefined;
  readonly profile: unknown;
}

export type Done = (error?: Error | null, value?: unknown) => void;

/** The options that all our strategies share: PKCE with S256, and our store of states in place of Passport's session. */
export function strategyOptions(settings: ProviderSettings, { begin, verifier }: FlowStep) {
  return {
    clientID: settings.clientId,
    clientSecret: settings.clientSecret,
    callbackURL: settings.callbackUrl,
    pkce: true,
    // Passport tells its stores' forms by how many parameters they declare.
    store: {
      store: (_request: unknown, made: string, _state: unknown, _meta: unknown, done: Done): void => {
        if (begin) void begin(made).then((state) => { done(null, state); }, (error: unknown) => { done(error as Error); });
        else done(new Error('this step begins no flow'));
      },
      verify: (_request: unknown, _state: string, _meta: unknown, done: (error: unknown, verifier: unknown) => void): void => {
        done(null, verifier ?? false);
      },
    } as never,
  };
}

/** What a flow sends along for that (OpenID Connect Core section 3.1.2.1; GitHub takes it too). */
export function promptOf({ selectAccount }: FlowStep): { readonly prompt?: 'select_account' } {
  return selectAccount ? { prompt: 'select_account' } : {};
}

/** Of the token answer, what a strategy's `validate` is handed because it declares five parameters, Passport's `done` among them. */
export interface TokenParameters {
  readonly id_token?: string;
}

export const VERIFY_PARAMETERS = 5;

/**
 * Where Nest enters a strategy in Passport's register of the whole process: ours live for one step of one
 * flow, are handed to Passport themselves, and belong to one application.
 */
export function ofNoRegister(): { use(): void } {
  return { use: () => undefined };
}

/**
 * In place of the `oauth` package's requests, which know neither a timeout nor a bound. Passport uses
 * them for the token endpoint alone; profiles are our strategies' own.
 */
export function boundedTokenRequest(http: ProviderHttp, crashed: (error: unknown) => void) {
  return (method: string, url: string, headers: Readonly<Record<string, string>>, body: string, _token: unknown, done: Done): void => {
    const answered = http.request({ method, url, headers, body }).then(tokensOf);
    void answered.then((tokens) => { done(null, JSON.stringify(tokens)); }, (error: unknown) => { done(error as Error); }).catch(crashed);
  };
}

/** Hands a profile to Passport; what its code does with it must not end the process. */
export function deliver(profile: Promise<unknown>, done: Done, crashed: (error: unknown) => void): void {
  void profile.then((value) => { done(null, value); }, (error: unknown) => { done(error as Error); }).catch(crashed);
}
