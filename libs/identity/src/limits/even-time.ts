import { setTimeout as delay } from 'node:timers/promises';

/** Longer than the difference in work between an address with an account and one without. */
const STEP_MS = 100;

/**
 * Runs `work` and answers at the next full step of time, after success and refusal alike. So the time of the answer
 * does not show whether an address has an account.
 */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    await restOfStep(began);
  }
}

/** The same for refusals only, where a success is no secret and is answered at once. */
export async function refusingInEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await work();
  } catch (error) {
    await restOfStep(began);
    throw error;
  }
}

async function restOfStep(began: number): Promise<void> {
  const tookMs = performance.now() - began;
  await delay(STEP_MS - (tookMs % STEP_MS));
}
