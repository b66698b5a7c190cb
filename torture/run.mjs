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
const WORKERS = 6;
const STALE_EACH_MS = 300;
/** Setting up, playing the last scenes and asking everything once more takes a slow machine minutes, and never this long. */
const BESIDES_SECONDS = 420;

checkNode();
ensureInstalled();
ensureBuilt();
const { chance } = await import('./chance.mjs');
const { History } = await import('./history.mjs');
const { measuredStart, patience } = await import('./patience.mjs');
const { missing } = await import('./postgres.mjs');
const { TOPOLOGIES } = await import('./topologies.mjs');
const { histories } = await import('./histories.mjs');
const { openMailbox } = await import('./mailbox.mjs');
const { openNode } = await import('./node.mjs');
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
const seconds = Number(given.seconds ?? (given.short ? SHORT_SECONDS : LONG_SECONDS));
const answers = given.answers === undefined ? Infinity : Number(given.answers);
const draw = chance(seed);
const folder = mkdtempSync(join(tmpdir(), 'authengine-torture-'));
chmodSync(folder, 0o755);
const nodes = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const stores = [];
console.log(`torture: seed ${seed}, ${given.answers === undefined ? `${seconds} s` : `${answers} answers`}, topology ${given.topology}`);

try {
  const history = new History();
  const postgres = await topology.postgres(folder);
  stores.push(postgres);
  const redis = await topology.redis(folder);
  stores.push(redis);
  const mailbox = await openMailbox();
  stores.push(mailbox);
  const env = {
    ...mailbox.env,
    NODE_ENV: 'development', LOG_LEVEL: 'error', APP_URL: 'http://auth.test', SUPERADMIN_EMAIL: ADMIN, SUPERADMIN_PASSWORD: PASSWORD, BCRYPT_COST: '4',
    SECRET_KEY: 'torture-torture-torture-torture-torture-1', JWT_SECRET_KEY: 'torture-torture-torture-torture-torture-2', MAX_CONCURRENT_SESSIONS: '1000', RATE_LIMIT_PER_MINUTE: '1000000', RECENT_LOGIN_MINUTES: '60',
    REQUESTS_AT_ONCE_PER_USER: '1000', REQUESTS_PER_MINUTE_PER_USER: '1000000', REQUESTS_AT_ONCE_PER_SOURCE: '1000', REQUESTS_PER_MINUTE_PER_SOURCE: '1000000',
  };
  for (const name of ['node-1', 'node-2', 'node-3']) {
    const began = history.now();
    nodes.push(await openNode(name, { folder, postgres, redis, env }));
    // The first one makes the database.
    if (name === 'node-2') measuredStart(history.now() - began);
  }
  const unknown = unknownOperations((await nodes[0].ask('GET', '/openapi.json')).body);
  for (const text of unknown) history.wrong(text);
  const world = new World(nodes, history, { postgres, mailbox }, draw.fork());
  const probed = world.active('a session from the beginning', await world.signedIn());
  const on = stage(world, draw.fork());
  const told = histories({ world, redis, folder, draw: draw.fork(), only: given.history });
  const broken = faults({ nodes, redis, postgres, history, draw: draw.fork(), probe, only: given.fault });

  const end = history.now() + seconds * 1000;
  const goesOn = () => (given.answers === undefined ? history.now() < end : history.counts.answers < answers) && history.violations.length < 3;
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
  if (given.answers === undefined) {
    setTimeout(() => {
      history.wrong(`the run did not end: ${BESIDES_SECONDS} s after its time something still waits`);
      printSummary(history, { seed, seconds: history.now() / 1000, acts: Object.keys(ACTS) });
      process.exit(1);
    }, (seconds + BESIDES_SECONDS) * 1000).unref();
  }
  const acts = Object.keys(ACTS).filter((act) => given.only === undefined || act.includes(given.only));
  let at = 0;
  const nextAct = () => acts[(at += 1) % acts.length];
  const began = history.now();
  await Promise.all([
    ...Array.from({ length: WORKERS }, () => again(() => on.play(nextAct()))),
    ...Array.from({ length: 2 }, () => again(on.later)),
    again(on.load),
    whatNeedsRedis(),
  ]);
  // At the end everything is well, and all that was acknowledged is there.
  for (const until = history.now() + patience(10_000); !(await probe()) && history.now() < until; ) await sleep(50);
  await sleep(500);
  for (const node of nodes) await answersFromRedis(node);
  for (const claim of [...on.standing, ...on.ended]) for (const node of nodes) await history.check(claim, node);
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
