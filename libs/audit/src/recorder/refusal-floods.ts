import { LRUCache } from 'lru-cache';

/** Of one kind (the same code at the same place) by one caller. */
const SAME_UP_TO = 20;
/** Of every kind, by one caller in one tenant's log, or outside all of them. */
const BY_CALLER_UP_TO = 100;
/** Of every kind and by whomever, in one tenant's log. */
const IN_TENANT_UP_TO = 300;
const WINDOW_MS = 60_000;
/** What is counted beyond this many begins anew, so that a flood from many addresses bounds memory too. */
const MAX_WINDOWS = 50_000;

export interface Refusal {
  /** Who was refused: a user, a service key, or the source of a request that shows no credential. */
  readonly caller: string;
  /** Whether a credential stands behind the caller. A source is shared by many: only what is the same is counted for it. */
  readonly known: boolean;
  /** What was refused, and where: equal refusals have equal ones. */
  readonly kind: string;
  /** The tenant in whose log it is told. */
  readonly tenantId: string | null;
}

interface Window {
  readonly begunAt: number;
  count: number;
}

/**
 * Counts refusals, so that nobody can fill a log with them, with a credential or without. Within a minute the first are
 * each told: 20 of a kind by a caller, 100 of a caller in one log, 300 in a tenant's log; then the 32nd, 128th, 512th and
 * every further power of two, with the number. Whoever is refused for the first time is told in any case, so that a flood
 * hides nobody.
 */
export class RefusalFloods {
  private readonly windows = new LRUCache<string, Window>({ max: MAX_WINDOWS });

  /** What to tell of this refusal: that it happened, how many there are by now, or (null) nothing. */
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
