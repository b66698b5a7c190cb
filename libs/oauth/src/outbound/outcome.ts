import type { Request } from 'express';

const outcomes = new WeakMap<Request, Promise<unknown>>();

/**
 * Keeps what a guard came to for its handler, and lets the request through either way: what is refused, the handler throws,
 * where it is audited and what was spent is given back.
 */
export async function keepOutcome(request: Request, outcome: Promise<unknown>): Promise<true> {
  outcomes.set(request, outcome);
  await outcome.catch(() => undefined);
  return true;
}

/** What the guard of this request came to. @throws what it was refused with */
export function outcomeOf<T>(request: Request): Promise<T> {
  return (outcomes.get(request) ?? Promise.reject(new Error('the guard let through what the pipes refuse'))) as Promise<T>;
}
