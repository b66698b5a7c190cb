import { Clock } from '@authengine/kernel';

/** A clock that tests move. Starts at the real time, since stores with clocks of their own are about. */
export class FakeClock extends Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  advance(by: { readonly days?: number; readonly hours?: number; readonly minutes?: number; readonly seconds?: number }): void {
    this.offsetMs += ((((by.days ?? 0) * 24 + (by.hours ?? 0)) * 60 + (by.minutes ?? 0)) * 60 + (by.seconds ?? 0)) * 1000;
  }

  reset(): void {
    this.offsetMs = 0;
  }
}
