import { LRUCache } from 'lru-cache';

/** Refusals of one kind (the same code at the same place) for one caller. */
const SAME_UP_TO = 20;
/** Refusals of every kind for one caller, in one tenant's log or outside all tenants. */
const BY_CALLER_UP_TO = 100;
/** Refusals of every kind, for all callers together, in one tenant's log. */
const IN_TENANT_UP_TO = 300;
const WINDOW_MS = 60_000;
/** Above this number the oldest counters start again, so that a flood from many addresses cannot fill the memory. */
const MAX_WINDOWS = 50_000;

export interface Refusal {
  /** The refused caller: a user, a service key, or the source of a request without a credential. */
  readonly caller: string;
  /**
   * Whether the caller has a credential. Many people share a source, so a source is counted only for equal refusals.
   */
  readonly known: boolean;
  /** The refusal and its place; equal refusals have the same kind. */
  readonly kind: string;
  /** The tenant whose log gets the entry. */
  readonly tenantId: string | null;
}

interface Window {
  readonly begunAt: number;
  count: number;
}

/**
 * Counts refusals, so that nobody can fill a log with them, with or without a credential. Within a minute the first
 * ones are all recorded: 20 of one kind for a caller, 100 for a caller in one log, 300 in a tenant's log. After those,
 * only the 32nd, 128th and 512th and every further power of two are recorded, with the number. A caller's first refusal
 * is always recorded, so that a flood hides nobody.
 */
export class RefusalFloods {
  private readonly windows = new LRUCache<string, Window>({ max: MAX_WINDOWS });

  /** What to record of this refusal: the refusal alone, the refusal with the number so far, or nothing (null). */
  tell({ caller, known, kind, tenantId }: Refusal, at: Date): { readonly repeated?: number } | null {
    const same = this.count(`same ${caller} ${kind}`, at);
    const byCaller = known ? this.count(`caller ${caller} ${tenantId ?? ''}`, at) : 0;
    const inTenant = tenantId === null ? 0 : this.count(`tenant ${tenantId}`, at);
    const isFirst = (known ? byCaller : same) === 1;
    if (inTenant > IN_TENANT_UP_TO && !isFirst) return atPowerOfTwo(inTenant);
    if (byCaller > BY_CALLER_UP_TO) return atPowerOfTwo(byCaller);
    return same > SAME_UP_TO ? atPowerOfTwo(same) : {};
  }

  private count(key: string, at: Date): number {
    const now = at.getTime();
    const known = this.windows.get(key);
    const window = known && Math.abs(now - known.begunAt) < WINDOW_MS ? known : { begunAt: now, count: 0 };
    window.count += 1;
    this.windows.set(key, window);
    return window.count;
  }
}

function atPowerOfTwo(n: number): { readonly repeated: number } | null {
  return (n & (n - 1)) === 0 ? { repeated: n } : null;
}
