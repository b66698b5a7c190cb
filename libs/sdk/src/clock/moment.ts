import type { Clock } from './clock.js';

/** A point in time by both clocks. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

export function momentOf(clock: Clock): Moment {
  return { wall: clock.wall(), monotonic: clock.monotonic() };
}

/** By the clock that has gone further: one may have been set back, the other may have slept. */
export function ageOf(moment: Moment, clock: Clock): number {
  return Math.max(clock.wall() - moment.wall, clock.monotonic() - moment.monotonic);
}
