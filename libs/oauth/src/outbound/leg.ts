import type { Request, Response } from 'express';
import type { CallbackQuery } from '../callback/callback-query.js';
import type { Provider } from '../providers/provider.js';
import type { FlowIntent, StartedFlow } from '../state/oauth-states.js';
import type { ProviderHttp } from './provider-http.js';

/** One leg of one flow, there or back. It is all that Passport sees of a request. */
export interface Leg {
  readonly provider: Provider;
  readonly request: Request;
  readonly response: Response;
  /** Of this leg alone; its deadline begins with its first request. */
  readonly http: ProviderHttp;
  /** With a `code` Passport takes it for the way back. */
  readonly query: { readonly code?: string; readonly state?: string };
  /** The way there. */
  readonly there?: { readonly intent: FlowIntent; readonly nonce: string };
  /** The way back. */
  readonly answer?: CallbackQuery;
  /** Set once the state is taken. */
  flow?: StartedFlow;
  /** What our own store failed with, as it was. */
  failure?: unknown;
  /** Where Nest's guard leaves what the strategy came to: a location, or an identity. */
  user?: unknown;
}

/** The nonce that the id_token of this leg has to carry. */
export function nonceOf({ flow }: Leg): string {
  if (!flow) throw new Error('the state is taken before a code is redeemed');
  return flow.secrets.nonce;
}
