// npm run torture: three nodes, a load of everything that ends something, and faults; docs/torture.md says what it holds
// the product to. Ends with 1 when something was seen that may not be.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkNode, ensureBuilt, ensureInstalled } from '../scripts/prepare.mjs';

const { values: given } = parseArgs({ options: { seed: { type: 'string' }, seconds: { type: 'string' }, answers: { type: 'string' }, topology: { type: 'string', default: 'single' }, short: { type: 'boolean', default: false }, only: { type: 'string' }, history: { type: 'string' }, fault: { type: 'string' }, 'no-faults': { type: 'boolean', default: false } } });
const SHORT_SECONDS = 100;
const LONG_SECONDS = 600;
/** Answers a second: as many as make a million in five minutes; in the short form acts matter more. */
const PACE = 3_500;
const SHORT_PACE = 1_000;
const WORKERS = 6;
const SWEEPS_EACH = 3;
const STALE_EACH_MS = 300;
/** Setting up, playing the last scenes and asking everything once more takes a slow machine minutes, and never this long. */
const BESIDES_SECONDS = 420;
const SILENT_MS = 60_000;
const TOLD_EVERY_MS = 60_000;

checkNode();
ensureInstalled();
ensureBuilt();
const { chance } = await import('./chance.mjs');
const { History } = await import('./history.mjs');
const { measuredStart, patience, slowness } = await import('./patience.mjs');
const { missing } = await import('./postgres.mjs');
const { TOPOLOGIES } = await import('./topologies.mjs');
const { histories } = await import('./histories.mjs');
const { openMailbox } = await import('./mailbox.mjs');
const { openNode } = await import('./node.mjs');
const { openProvider } = await import('./provider.mjs');
const { ADMIN, PASSWORD, SceneFault, World } = await import('./world.mjs');
const { ACTS } = await import('./acts.mjs');
const { stage } = await import('./scenes.mjs');
const { faults } = await import('./faults.mjs');
const { unknownOperations } = await import('./operations.mjs');
const { printSummary } = await import('./summary.mjs');

const topology = TOPOLOGIES[given.topology];
if (!topology) fail(`the topology "${given.topology}" is not played; there are: ${Object.keys(TOPOLOGIES).join(', ')}`);
const reason = missing();
if (reason) fail(`the torture cannot run here: ${reason}`, 2);

const seed = Number(given.seed ?? Math.floor(Math.random() * 1e9));
const seconds = Number(given.seconds ?? (given.short ? SHORT_SECONDS : given.answers === undefined ? LONG_SECONDS : Infinity));
const answers = given.answers === undefined ? Infinity : Number(given.answers);
const draw = chance(seed);
const folder = mkdtempSync(join(tmpdir(), 'authengine-torture-'));
chmodSync(folder, 0o755);
const nodes = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const stores = [];
console.log(`torture: seed ${seed}, ${[seconds < Infinity ? `${seconds} s` : '', answers < Infinity ? `${answers} answers` : ''].filter(Boolean).join(' or ')}, topology ${given.topology}`);

try {
  const history = new History();
  const postgres = await topology.postgres(folder);
  stores.push(postgres);
  const redis = await topology.redis(folder);
  stores.push(redis);
  const mailbox = await openMailbox();
  stores.push(mailbox);
  const provider = await openProvider();
  stores.push(provider);
  const env = {
    ...mailbox.env, ...provider.env,
    NODE_ENV: 'development', LOG_LEVEL: 'error', APP_URL: 'http://auth.test', SUPERADMIN_EMAIL: ADMIN, SUPERADMIN_PASSWORD: PASSWORD, BCRYPT_COST: '4',
    SECRET_KEY: 'torture-torture-torture-torture-torture-1', JWT_SECRET_KEY: 'torture-torture-torture-torture-torture-2', MAX_CONCURRENT_SESSIONS: '1000', RATE_LIMIT_PER_MINUTE: '1000000', RECENT_LOGIN_MINUTES: '60',
    // What nobody ends stands until the run is over.
    ACCESS_TOKEN_EXPIRE_MINUTES: '1440',
    REQUESTS_AT_ONCE_PER_USER: '1000', REQUESTS_PER_MINUTE_PER_USER: '1000000', REQUESTS_AT_ONCE_PER_SOURCE: '1000', REQUESTS_PER_MINUTE_PER_SOURCE: '1000000',
  };
  for (const name of ['node-1', 'node-2', 'node-3']) {
    const began = history.now();
    nodes.push(await openNode(name, { folder, postgres, redis, env, workers: name === 'node-3' ? 2 : 1 }));
    // The first one makes the database.
    if (name === 'node-2') measuredStart(history.now() - began);
  }
  const unknown = unknownOperations((await nodes[0].ask('GET', '/openapi.json')).body);
  for (const text of unknown) history.wrong(text);
  const world = new World(nodes, history, { postgres, mailbox, provider }, draw.fork());
  // Whoever has a turn must not wait for it.
  await world.key();
  const probed = world.active('a session from the beginning', await world.signedIn());
  const on = stage(world, draw.fork(), given.short ? SHORT_PACE / slowness() : PACE);
  const told = histories({ world, redis, folder, draw: draw.fork(), only: given.history });
  const broken = faults({ nodes, redis, postgres, history, draw: draw.fork(), probe, only: given.fault });

  const end = history.now() + seconds * 1000;
  const goesOn = () => history.now() < end && history.counts.answers < answers && history.violations.length < 3;
  const again = async (work, still = () => true) => {
    while (goesOn() && still()) {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof SceneFault)) throw error;
        history.wrong(`a scene could not be played: ${error.message}`);
      }
    }
  };
  // What hangs must say so.
  const hangs = (text) => {
    history.wrong(text);
    printSummary(history, { seed, seconds: history.now() / 1000, acts: Object.keys(ACTS) });
    process.exit(1);
  };
  if (seconds < Infinity) setTimeout(() => hangs(`the run did not end: ${BESIDES_SECONDS} s after its time something still waits`), (seconds + BESIDES_SECONDS) * 1000).unref();
  let last = { answers: 0, at: history.now() };
  setInterval(() => {
    if (history.counts.answers > last.answers) last = { answers: history.counts.answers, at: history.now() };
    else if (history.now() - last.at > patience(SILENT_MS)) hangs(`nothing was answered for ${((history.now() - last.at) / 1000).toFixed(0)} s`);
  }, 1_000).unref();
  if (!given.short) setInterval(() => console.error(`${(history.now() / 1000).toFixed(0)} s: ${history.counts.answers} answers, ${history.counts.revocations} revocations, ${history.violations.length} violations`), TOLD_EVERY_MS).unref();
  const acts = Object.keys(ACTS).filter((act) => given.only === undefined || act.includes(given.only));
  let at = 0;
  const nextAct = () => acts[(at += 1) % acts.length];
  const began = history.now();
  await Promise.all([
    ...Array.from({ length: WORKERS }, () => again(() => on.play(nextAct()))),
    ...Array.from({ length: 2 }, () => again(on.later)),
    ...Array.from({ length: SWEEPS_EACH }, () => nodes.map((node) => again(() => on.sweep(node)))).flat(),
    again(on.load),
    whatNeedsRedis(),
  ]);
  // At the end everything is well, and all that was acknowledged is there.
  for (const until = history.now() + patience(10_000); !(await probe()) && history.now() < until; ) await sleep(50);
  await sleep(500);
  for (const node of nodes) await answersFromRedis(node);
  await on.askedOnceMore();
  printSummary(history, { seed, seconds: (history.now() - began) / 1000, acts });
  if (history.violations.length > 0) process.exitCode = 1;

  /** Each history is played once at first; then stale values, faults and histories take turns, since each needs Redis for itself. */
  async function whatNeedsRedis() {
    const tells = topology.histories && !given['no-faults'] && given.only === undefined;
    let left = tells ? told.kinds.length : 0;
    await again(told.next, () => (left -= 1) >= 0);
    await Promise.all([
      again(async () => {
        await history.turns.oneByOne(() => on.stale(draw.one(acts.filter((act) => !act.includes('platform/roles'))), redis));
        await sleep(STALE_EACH_MS);
      }),
      ...(given['no-faults'] ? [] : [
        again(async () => {
          await broken.next();
          if (tells) await history.turns.oneByOne(told.next);
        }),
      ]),
    ]);
  }

  /** One that never trusts Redis again is right and slow, and would be seen by nothing else. */
  async function answersFromRedis(node) {
    for (const until = history.now() + patience(10_000); history.now() < until; await sleep(100)) if (await node.usesCache()) return;
    history.wrong(`${node.name} does not answer from Redis, with all faults over`);
  }

  /** Every node is well, and knows a session that was there before any fault. */
  async function probe() {
    const well = await Promise.all(nodes.map(async (node) => (await node.ready()) && (await probed.asks(node)) === true));
    return well.every(Boolean);
  }
} finally {
  await Promise.all(nodes.map((node) => node.stop()));
  await Promise.all(stores.map((store) => store.kill()));
  rmSync(folder, { recursive: true, force: true });
}
// Whatever connection may still be closing.
process.exit();

function fail(text, code = 1) {
  console.error(text);
  process.exit(code);
}
