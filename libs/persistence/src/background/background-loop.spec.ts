import { BackgroundLoop } from './background-loop.js';

const loopOf = (work: (isStopping: () => boolean) => Promise<void>): BackgroundLoop => new BackgroundLoop(work, { intervalMs: 3_600_000, onFault: () => undefined });

describe('BackgroundLoop', () => {
  it('tells work that goes on for long that it should end, and waits for it', async () => {
    let rounds = 0;
    let ended = false;
    const loop = loopOf(async (isStopping) => {
      while (!isStopping()) {
        rounds += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      ended = true;
    });
    loop.start();
    while (rounds < 3) await new Promise((resolve) => setImmediate(resolve));
    await loop.stop();
    expect(ended).toBe(true);
  });

  it('runs once at a time, and once more for whoever asks meanwhile', async () => {
    let [running, most, rounds] = [0, 0, 0];
    const loop = loopOf(async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      rounds += 1;
    });
    loop.start();
    while (running === 0) await Promise.resolve();
    for (let i = 0; i < 5; i += 1) loop.kick();
    await loop.settle();
    await loop.stop();
    expect([most, rounds]).toEqual([1, 3]);
  });
});
