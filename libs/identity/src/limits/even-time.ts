import { setTimeout as delay } from 'node:timers/promises';

/** Longer than the work differs between an address that has an account and one that has none. */
const STEP_MS = 100;

/**
 * Runs `work` and answers at the next full step of time after it, success and refusal alike, so that
 * how long the answer took does not tell whether an address has an account.
 */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    const tookMs = performance.now() - began;
    await delay(STEP_MS - (tookMs % STEP_MS));
  }
}
