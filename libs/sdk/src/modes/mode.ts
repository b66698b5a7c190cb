import { ConfigurationError } from '../errors/configuration-error.js';

/**
 * How fresh an answer must be.
 * - `strict`: AuthEngine is asked each time.
 * - `bounded`, `bounded: 500 ms`: an answer is kept while the revocation stream was heard of no longer ago than that (1,000 ms by default); otherwise AuthEngine is asked.
 * - `offline-tolerant: 60 s`: AuthEngine is asked each time; while it cannot be reached, what it last allowed no longer ago than that still holds.
 */
export type Mode = 'strict' | 'bounded' | `bounded: ${number} ms` | `offline-tolerant: ${number} s`;

export type ParsedMode = { readonly kind: 'strict' } | { readonly kind: 'bounded' | 'offline-tolerant'; readonly ms: number };

const DEFAULT_BOUND_MS = 1_000;
const MAX_BOUND_MS = 60_000;
const MAX_OFFLINE_S = 86_400;

/** @throws ConfigurationError */
export function parseMode(mode: Mode): ParsedMode {
  if (mode === 'strict') return { kind: 'strict' };
  if (mode === 'bounded') return { kind: 'bounded', ms: DEFAULT_BOUND_MS };
  const bounded = /^bounded: (\d{1,6}) ms$/.exec(String(mode));
  if (bounded && within(Number(bounded[1]), MAX_BOUND_MS)) return { kind: 'bounded', ms: Number(bounded[1]) };
  const tolerant = /^offline-tolerant: (\d{1,6}) s$/.exec(String(mode));
  if (tolerant && within(Number(tolerant[1]), MAX_OFFLINE_S)) return { kind: 'offline-tolerant', ms: Number(tolerant[1]) * 1_000 };
  throw new ConfigurationError(`AuthEngine: there is no mode ${JSON.stringify(mode)}; use 'strict', 'bounded', 'bounded: 500 ms' (at most ${MAX_BOUND_MS}) or 'offline-tolerant: 60 s' (at most ${MAX_OFFLINE_S})`);
}

function within(value: number, most: number): boolean {
  return value >= 1 && value <= most;
}
