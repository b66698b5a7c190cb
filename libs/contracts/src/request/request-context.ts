import type { Request, Response } from 'express';
import { ContextValue } from './context-value.js';
import type { Principal } from './principal.js';

/** The facts about the running request, available anywhere in the code. */
export interface RequestContext {
  readonly requestId: string;
  /** `PATCH` and the like; absent outside HTTP. */
  readonly method?: string;
  /** The client's address, from behind trusted proxies only; null outside a request. */
  readonly ip: string | null;
  /** Capped at 512 characters. */
  readonly userAgent: string | null;
  /** Set by the authentication guard, once. */
  principal: Principal | null;
  /** Where a route is served: the exchange itself, for the cookies that no handler reads or writes. */
  http?: { readonly request: Request; readonly response: Response };
  /** Set before the first query: the request uses connections to Postgres that other requests cannot use up. */
  reservedConnections?: true;
}

const request = new ContextValue<RequestContext>();

/** The context of the request being served, or null in background work and on the command line. */
export function currentRequest(): RequestContext | null {
  return request.get() ?? null;
}

/** Runs `work` with `context` as its request. */
export function runInRequest<T>(context: RequestContext, work: () => T): T {
  return request.run(context, work);
}
