import { readlink } from 'node:fs/promises';
import { setPriority } from 'node:os';

/** Of a core that both want, the thread that answers requests gets nine tenths (a step is about 1 : 1.25). */
const NICENESS = 10;
const ROUNDS = 10;
/** More at once than libuv has threads, so that each of them has some to do. */
const AT_ONCE = 32;

/**
 * Has Linux prefer the thread that answers requests to those that hash passwords, where there are not
 * cores enough for both: a burst of requests is answered before the next hash goes on. Elsewhere, and
 * where it may not be done, nothing changes.
 */
export async function putHashingBehindRequests(): Promise<void> {
  const done = new Set<string>();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      // Read by libuv's threads, the ones that bcrypt hashes in: each says which thread it is.
      const threads = await Promise.all(Array.from({ length: AT_ONCE }, () => readlink('/proc/thread-self')));
      for (const thread of threads.filter((path) => !done.has(path))) {
        setPriority(Number(thread.slice(thread.lastIndexOf('/') + 1)), NICENESS);
        done.add(thread);
      }
    }
  } catch {
    // Not Linux, no /proc, or a sandbox: threads share the cores as equals.
  }
}
