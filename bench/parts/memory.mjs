// What a process holds before it has work, against Nest and TypeORM with nothing in them.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMegabytes } from '../servers.mjs';
import { atMost, told } from '../verdicts.mjs';

const IDLE_MS = 5_000;
const LIMIT = 2.2;
const NAME = 'idle memory ÷ bare Nest and TypeORM';

export async function memory(bench) {
  if (!bench.stores.postgresUrl) return [atMost(NAME, undefined, LIMIT, 'there is no PostgreSQL here')];
  const bare = await bench.start('bare Nest', [join(import.meta.dirname, '..', 'peers', 'bare-nest.mjs')], '/health');
  const ours = await bench.startService();
  await sleep(IDLE_MS);
  const [held, floor] = [residentMegabytes(ours), residentMegabytes(bare)];
  await Promise.all([bench.stop(ours), bench.stop(bare)]);
  return [atMost(NAME, held === undefined ? undefined : held / floor, LIMIT), told('MB of an idle process', held), told('MB of bare Nest and TypeORM', floor)];
}
