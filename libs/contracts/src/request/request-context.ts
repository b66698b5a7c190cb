import { ClsServiceManager } from 'nestjs-cls';
import type { Principal } from './principal.js';

const KEY = 'authengine:request';

/** What is known of the request being served, wherever in the code one is. */
export interface RequestContext {
  readonly requestId: string;
  /** The client's address, from behind trusted proxies only; null outside a request. */
  readonly ip: string | null;
  /** Capped at 512 characters. */
  readonly userAgent: string | null;
  principal: Principal | null;
}

/** The context of the request being served, or null in background work and on the command line. */
export function currentRequest(): RequestContext | null {
  const cls = ClsServiceManager.getClsService();
  return cls.isActive() ? ((cls.get(KEY) as RequestContext | undefined) ?? null) : null;
}

/** Runs `work` with `context` as its request. */
export function runInRequest<T>(context: RequestContext, work: () => T): T {
  const cls = ClsServiceManager.getClsService();
  return cls.run(() => {
    cls.set(KEY, context);
    return work();
  });
}
