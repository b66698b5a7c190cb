import { LRUCache } from 'lru-cache';

const EACH_UP_TO = 20;
const WINDOW_MS = 60_000;
/** Sources beyond this many begin anew, so that a flood from many addresses bounds memory too. */
const MAX_SOURCES = 20_000;

interface Window {
  readonly begunAt: number;
  count: number;
}

/**
 * Counts equal refusals, so that whoever needs no credential to cause one cannot fill the log: within
 * a minute the first 20 are each told, then the 32nd, 64th, 128th …
 */
export class RefusalFloods {
  private readonly windows = new LRUCache<string, Window>({ max: MAX_SOURCES });

  /** What to tell of this refusal: that it happened, how often by now, or (null) nothing. */
  tell(key: string, at: Date): { readonly repeated?: number } | null {
    const now = at.getTime();
    const known = this.windows.get(key);
    const window = known && Math.abs(now - known.begunAt) < WINDOW_MS ? known : { begunAt: now, count: 0 };
    window.count += 1;
    this.windows.set(key, window);
    if (window.count <= EACH_UP_TO) return {};
    return isPowerOfTwo(window.count) ? { repeated: window.count } : null;
  }
}

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}
