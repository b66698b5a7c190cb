import { ServerErrors } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { HashingQueue, hashingLimits } from './hashing-queue.js';

/** A job that ends when told to. */
function job(): { run: () => Promise<void>; end: () => void; begun: () => boolean } {
  let end: () => void = () => undefined;
  let begun = false;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { run: () => ((begun = true), done), end: () => end(), begun: () => begun };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('HashingQueue', () => {
  it('runs no more jobs at once than allowed, the rest in order of arrival', async () => {
    const queue = new HashingQueue({ concurrency: 2, maxWaitMs: 1_000, expectedMs: 1 });
    const jobs = [job(), job(), job(), job()];
    const runs = jobs.map((j) => queue.run(j.run));
    await settled();
    expect(jobs.map((j) => j.begun())).toEqual([true, true, false, false]);
    expect(queue.length).toBe(2);
    jobs[1]?.end();
    await settled();
    expect(jobs.map((j) => j.begun())).toEqual([true, true, true, false]);
    const newcomer = job();
    runs.push(queue.run(newcomer.run));
    await settled();
    expect(newcomer.begun()).toBe(false);
    [...jobs, newcomer].forEach((j) => j.end());
    await Promise.all(runs);
    expect(jobs.every((j) => j.begun())).toBe(true);
    expect(queue.length).toBe(0);
  });

  it('refuses at once, with 503 and Retry-After, whoever would wait too long', async () => {
    const queue = new HashingQueue({ concurrency: 1, maxWaitMs: 250, expectedMs: 100 });
    const jobs = [job(), job(), job(), job()];
    const runs = jobs.slice(0, 3).map((j) => queue.run(j.run));
    await expect(queue.run(jobs[3]!.run)).rejects.toMatchObject({ code: ServerErrors.busy.code, status: 503, retryAfterSeconds: 1 });
    expect(jobs[3]!.begun()).toBe(false);
    jobs.forEach((j) => j.end());
    await Promise.all(runs);
    await expect(queue.run(() => Promise.resolve('served'))).resolves.toBe('served');
  });

  it('lets in more when jobs prove cheaper than expected', async () => {
    const queue = new HashingQueue({ concurrency: 1, maxWaitMs: 100, expectedMs: 10_000 });
    for (let i = 0; i < 60; i += 1) await queue.run(() => Promise.resolve());
    const first = job();
    const runs = [queue.run(first.run), queue.run(() => Promise.resolve())];
    first.end();
    await expect(Promise.all(runs)).resolves.toHaveLength(2);
  });

  it('gives the place of a failed job to the next', async () => {
    const queue = new HashingQueue({ concurrency: 1, maxWaitMs: 1_000, expectedMs: 1 });
    const failed = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(() => Promise.resolve('next'));
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  it('serves what fits of a flood and refuses the rest', async () => {
    const queue = new HashingQueue({ concurrency: 2, maxWaitMs: 100, expectedMs: 20 });
    const answers = await Promise.allSettled(Array.from({ length: 500 }, () => queue.run(() => new Promise((resolve) => setTimeout(resolve, 1)))));
    const refused = answers.filter((a) => a.status === 'rejected');
    expect(refused.every((a) => a.reason instanceof DomainError)).toBe(true);
    expect(answers.length - refused.length).toBe(2 + 10);
  });

  it('counts those that are announced as those that are there, until their announcement is taken back', async () => {
    const queue = new HashingQueue({ concurrency: 1, maxWaitMs: 200, expectedMs: 100 });
    const announcements = [queue.announce(), queue.announce(), queue.announce()];
    expect(() => queue.announce()).toThrow(expect.objectContaining({ code: ServerErrors.busy.code, status: 503, retryAfterSeconds: 1 }));
    const jobs = [job(), job(), job()];
    const runs = jobs.map((j) => queue.run(j.run));
    expect(() => queue.announce()).toThrow();
    announcements[0]?.();
    announcements[0]?.();
    expect(() => queue.announce()).toThrow();
    jobs[0]?.end();
    await settled();
    queue.announce();
    expect(() => queue.announce()).toThrow();
    jobs.forEach((j) => j.end());
    await Promise.all(runs);
  });

  it('always leaves a core to the rest, and has at least one worker', () => {
    expect(hashingLimits(12).concurrency).toBeGreaterThanOrEqual(1);
    expect(hashingLimits(12, 64).concurrency).toBe(1);
    expect(hashingLimits(12).expectedMs).toBe(168);
  });
});
