/** Time as this package reads it. Tests put a virtual one in its place. */
export interface Clock {
  /** Milliseconds since 1970, as `exp` counts; it may be set back. */
  wall(): number;
  /** Milliseconds that only grow; they may stand still while the machine sleeps. */
  monotonic(): number;
  /** Runs `work` later. What is in the `background` keeps no process alive. Returns what cancels it. */
  after(ms: number, work: () => void, background?: 'background'): () => void;
}

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, work, background) => {
    const timer = setTimeout(work, ms);
    if (background) timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

export function sleep(clock: Clock, ms: number, background?: 'background'): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve, background);
  });
}
