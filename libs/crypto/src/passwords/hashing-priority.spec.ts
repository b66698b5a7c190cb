import { existsSync, readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { putHashingBehindRequests } from './hashing-priority.js';

const TASKS = '/proc/self/task';

describe('the threads that hash passwords', () => {
  (existsSync(TASKS) ? it : it.skip)('come after the one that answers requests (skipped where there is no /proc)', async () => {
    await putHashingBehindRequests();
    const others = readdirSync(TASKS)
      .filter((thread) => thread !== String(process.pid))
      .map((thread) => getPriority(Number(thread)));
    expect(others.filter((niceness) => niceness > getPriority(process.pid))).toHaveLength(Number(process.env['UV_THREADPOOL_SIZE'] ?? 4));
  });
});
