// The shortest histories that the model has for a mend taken out, played alone: what is on its way is kept back and let
// go when its time has come, so that a slow machine plays them as a fast one does.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACTS, scene } from './acts.mjs';
import { patience } from './patience.mjs';
import { openRedis } from './redis.mjs';

/** A node looks for the changes of others twice a second. After this time without one, all know all. */
const KNOWN_MS = 1_100;
const SETTLED_MS = 20_000;
const ARRIVES_MS = 3_000;
const SESSIONS = Object.keys(ACTS).filter((act) => ACTS[act].endsASession);
/** Those that are answered 2xx when they are asked for again. */
const REPEATABLE = ['DELETE /me/sessions', 'DELETE /platform/users/{id}/sessions', 'PATCH /platform/users/{id}', 'DELETE /tenants/roles/{tenant_id}/users/{uid}/roles/{role_name}', 'PUT /platform/tenants/{id}'];

export function histories({ world, redis, folder, draw, only = '' }) {
  const { history, nodes } = world;
  const plays = Object.fromEntries(Object.entries({
    'a value arrives after the end': () => offered(async () => undefined),
    'a value arrives after the end, and Redis was emptied': () => offered(() => redis.flush(), { late: true }),
    'an end is asked for again elsewhere while its write is on its way': elsewhere,
    'what Redis held is put back in place': putBack,
    'a balancer leads to a Redis of an older dump': balanced,
  }).filter(([kind]) => kind.includes(only)));
  let order = [];
  let number = 0;
  return { kinds: Object.keys(plays), next };

  /** Each comes once before any comes again. */
  async function next() {
    if (order.length === 0) order = Object.keys(plays);
    const kind = order.shift();
    if (kind === undefined) return;
    const played = await plays[kind]();
    if (played) history.counts.histories[kind] = (history.counts.histories[kind] ?? 0) + 1;
    else history.note(`could not be played: ${kind}`);
  }

  /** A node has read a value and offers it; it is ended at another; then something happens to Redis, and the offer arrives. */
  async function offered(happens, { late = false } = {}) {
    const { claim, request, ids } = await someSession();
    return history.turns.alone(async () => {
      const [slow, fast, other] = shuffled(nodes);
      if (!(await settled(ids))) return false;
      const offer = slow.ways.redis.keepBack(writes(ids), { breaks: true });
      try {
        await history.check(claim, slow);
        if (!(await within(ARRIVES_MS, offer.came))) return false;
        history.note(`what ${slow.name} offers of it is on its way`);
        if (!(await ended([claim], request, fast)) || (late && !(await settled(ids)))) return false;
        await happens();
        offer.letGo();
        history.note('the offer arrives');
        const arrived = await until(ARRIVES_MS, () => redis.holds(ids));
        await asked([claim], [other, fast]);
        return arrived;
      } finally {
        offer.letGo();
      }
    });
  }

  /** One node has ended it and its write is on its way; another is asked for the same, finds it done and says so. */
  async function elsewhere() {
    const act = draw.one(REPEATABLE);
    const { claims, end, person } = await scene(act, world);
    const request = await end();
    await world.key();
    const ids = [...new Set([...claims.flatMap(({ of }) => of), ...(person ? [person.id] : [])])];
    return history.turns.alone(async () => {
      const [first, second, third] = shuffled(nodes);
      if (!(await inUse())) return false;
      for (const node of [...nodes, ...nodes]) for (const claim of claims) await history.check(claim, node);
      const write = first.ways.redis.keepBack(writes(ids), { breaks: false });
      try {
        history.ends(claims, `${act} begins at ${first.name}, whose write is late`);
        const at = ({ method, path, options }) => (node) => history.ask(node, method, `/api/v1${path}`, options);
        const begun = at(request)(first);
        if (!(await within(ARRIVES_MS, write.came))) return false;
        const answer = await at(request)(second);
        const done = answer?.status < 300;
        if (done) history.acknowledged(claims, `${answer.status} by ${second.name}`);
        await asked(claims, [second, third]);
        write.letGo();
        const first2xx = (await begun)?.status < 300;
        if (first2xx) history.acknowledged(claims, `2xx by ${first.name}`);
        return done;
      } finally {
        write.letGo();
      }
    });
  }

  /** Somebody restores a backup from before the end into the Redis that runs, after all nodes have seen the end. */
  async function putBack() {
    const { claim, request, ids } = await someSession();
    return history.turns.alone(async () => {
      if (!(await inUse())) return false;
      for (const node of nodes) await history.check(claim, node);
      const before = await redis.copy();
      if (!(await ended([claim], request, draw.one(nodes))) || !(await settled(ids))) return false;
      await redis.putBackInPlace(before);
      history.note('Redis holds again what it held before the end');
      await asked([claim], nodes);
      return true;
    });
  }

  /** A Redis that was started from a dump of before the end takes over, and no connection breaks. */
  async function balanced() {
    const { claim, request } = await someSession();
    return history.turns.alone(async () => {
      if (!(await inUse())) return false;
      for (const node of nodes) await history.check(claim, node);
      await sleep(KNOWN_MS);
      const older = await openRedis(join(folder, `older-redis-${(number += 1)}`), { dump: await redis.save() });
      try {
        const [first, ...others] = shuffled(nodes);
        if (!(await ended([claim], request, first))) return false;
        for (const { ways } of nodes) ways.redis.lead(older.port, { keepsClients: true });
        history.note('every way leads to a Redis from before the end');
        await asked([claim], others);
        return true;
      } finally {
        for (const { ways } of nodes) ways.redis.lead(redis.port, { keepsClients: true });
        await older.kill();
      }
    });
  }

  async function someSession() {
    const act = draw.one(SESSIONS);
    const { person, end } = await scene(act, world);
    return { claim: world.getsIn(`${act}, asked for by its token`, person), request: { act, ...(await end()) }, ids: [person.id, person.sid] };
  }

  async function ended(claims, { act, method, path, options }, node) {
    history.ends(claims, `${act} begins at ${node.name}`);
    const answer = await history.ask(node, method, `/api/v1${path}`, options);
    if (!answer || answer.status >= 300) return false;
    history.acknowledged(claims, `${answer.status} by ${node.name}`);
    history.counts.revocations += 1;
    return true;
  }

  async function asked(claims, places) {
    for (let i = 0; i < 4; i += 1) await Promise.all(places.flatMap((node) => claims.map((claim) => history.check(claim, node))));
  }

  /** Every node answers from Redis, has heard of every change, and Redis has nothing about these ids. */
  function settled(ids) {
    return until(SETTLED_MS, async () => {
      await redis.forget(ids);
      await sleep(KNOWN_MS);
      return (await inUse()) && !(await redis.holds(ids));
    });
  }

  function inUse() {
    return until(SETTLED_MS, async () => (await Promise.all(nodes.map((node) => node.usesCache()))).every(Boolean));
  }

  async function until(ms, holds) {
    for (const end = history.now() + patience(ms); history.now() < end; await sleep(5)) if (await holds().catch(() => false)) return true;
    return false;
  }

  function shuffled(list) {
    return list.map((item) => ({ item, at: draw.next() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
  }
}

/** A script that writes cache entries about one of these ids. */
const writes = (ids) => (bytes) => /evalsha|eval/i.test(bytes) && ids.some((id) => bytes.includes(id));

const within = (ms, promise) => Promise.race([promise.then(() => true), sleep(patience(ms), false)]);
