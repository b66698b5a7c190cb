// Two workers on one port against one process. With cores for them, the load and the stores, their rates are compared;
// what an answer costs is compared on any machine.
import { isActive } from '../bench.mjs';
import { summary, window } from '../load.mjs';
import { cores } from '../servers.mjs';
import { atLeast, atMost } from '../verdicts.mjs';

const CORES_WANTED = 4;
const ROUNDS = 3;
const SECONDS = 4;
const NAME = '2 workers ÷ 1, requests';

export async function workers(bench) {
  if (!bench.stores.postgresUrl) return [atLeast(NAME, undefined, 1.8, 'there is no PostgreSQL here')];
  const { introspected } = await bench.asked();
  // The servers' core is for one of them.
  const place = cores >= CORES_WANTED ? { free: true } : {};
  const one = await bench.startService(place);
  const two = await bench.startService({ ...place, WEB_CONCURRENCY: '2' });
  await until(async () => new Set((await (await fetch(`${two.base}/metrics`)).text()).match(/worker="\d"/g)).size === 2);
  const windows = { one: [], two: [] };
  for (const server of [one, two]) await window(server, introspected, 2, isActive);
  for (let round = 0; round < ROUNDS; round += 1) {
    windows.one.push(await window(one, introspected, SECONDS, isActive));
    windows.two.push(await window(two, introspected, SECONDS, isActive));
  }
  await Promise.all([bench.stop(one), bench.stop(two)]);
  const [single, double] = [summary(windows.one), summary(windows.two)];
  const few = place.free ? undefined : `${cores} cores; two workers, the load and the stores need ${CORES_WANTED}`;
  return [
    atLeast(NAME, double.rps / single.rps, 1.8, few),
    atMost('CPU of an answer, 2 workers ÷ 1', single.cpuMicros === undefined ? undefined : double.cpuMicros / single.cpuMicros, 1.15),
  ];
}

async function until(done) {
  for (const deadline = Date.now() + 60_000; !(await done()); await new Promise((resolve) => setTimeout(resolve, 200))) if (Date.now() > deadline) throw new Error('the second worker did not come');
}
