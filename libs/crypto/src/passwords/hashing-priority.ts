import { readlink } from 'node:fs/promises';
import { setPriority } from 'node:os';

/** When both want the same core, the thread that answers requests gets nine tenths of it (a step is about 1 : 1.25). */
const NICENESS = 10;
const ROUNDS = 10;
/** More jobs than libuv has threads, so that every thread gets at least one. */
const AT_ONCE = 32;

/**
 * Where there are not enough cores, Linux then prefers the thread that answers requests to the threads that hash
 * passwords: it answers a burst of requests before the next hash continues. On other systems, and where the process may
 * not change priorities, nothing changes.
 */
export async function putHashingBehindRequests(): Promise<void> {
  const done = new Set<string>();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      // libuv's threads do this read, and bcrypt hashes in the same threads: each answer names its thread.
      const threads = await Promise.all(Array.from({ length: AT_ONCE }, () => readlink('/proc/thread-self')));
      for (const thread of threads.filter((path) => !done.has(path))) {
        setPriority(Number(thread.slice(thread.lastIndexOf('/') + 1)), NICENESS);
        done.add(thread);
      }
    }
  } catch {
    // Not Linux, no /proc, or a sandbox: all threads share the cores equally.
  }
}
