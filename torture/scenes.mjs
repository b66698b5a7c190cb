// What is played all the time: something is set up and stands, every node is asked about it, somebody ends it at one node
// or at two, and every node is asked on.
import { setTimeout as sleep } from 'node:timers/promises';
import { scene as setUp } from './acts.mjs';
import { patience } from './patience.mjs';
import { SceneFault } from './world.mjs';

const END_MS = 30_000;
const AFTER_MS = 700;
const SLOW_MS = 200;
/** How many ended things are asked about again and again, and how many that stand. */
const REMEMBERED = 400;
/** The most that a request may ask, and mostly asks. */
const BATCH = { from: 20, to: 100 };
/** One request in so many has one question, whatever the pace. */
const ONE_BY_ONE = 4;
/** Of these, what ended last: most of what could still be on its way is about it. */
const NEWEST = 15;
const REST_MS = 10;

/** @param pace how many answers a second batches may give; above it questions are asked one by one */
export function stage(world, draw, pace) {
  const { history, nodes } = world;
  const ended = [];
  const standing = [];
  /** What scenes are about that are being played, and may be asked by others. */
  const inPlay = new Set();
  let turn = 0;
  return { play, stale, later, sweep, load, askedOnceMore };

  /** One scene of an act. */
  async function play(act) {
    const scene = await setUp(act, world);
    await warm(scene);
    // Where batches ask too, every node knows of it before its end.
    if (draw.next() < 0.6) for (const claim of scene.claims) inPlay.add(claim);
    const asking = ask(scene.claims, draw.between(0, 2));
    if (scene.besides && draw.next() < 0.7) asking.alongside(scene.besides());
    await sleep(draw.between(0, 60));
    await end(act, scene);
    await finish(act, scene, asking);
  }

  /**
   * The scene in which a value that a slow node read before the end arrives in Redis after it; in half of them Redis is
   * emptied in between. Nobody but that node asks before the end, since what another offers would be there first.
   */
  async function stale(act, redis) {
    const scene = await setUp(act, world);
    const slow = draw.one(nodes);
    const fast = nodes.filter((node) => node !== slow);
    const empties = draw.next() < 0.5;
    // Every node trusts Redis, and Redis has no entry: what is asked now is read from PostgreSQL.
    for (let i = 0; i < 3; i += 1) {
      await Promise.all(standing.slice(-1).flatMap((claim) => nodes.map((node) => history.check(claim, node))));
      await sleep(200);
    }
    await redis.forget(scene.claims.flatMap(({ of }) => of)).catch(() => undefined);
    slow.ways.redis.delayMs = SLOW_MS;
    history.note(`${slow.name} is slow to Redis for a stale value${empties ? ', and Redis is emptied then' : ''}`);
    const offers = [];
    try {
      for (let i = 0; i < 24; i += 1) offers.push(sleep(i * 25).then(() => Promise.all(scene.claims.map((claim) => history.check(claim, slow)))));
      // After two round trips, one for its key and one for the token, values that it read are on their way.
      await sleep(4 * SLOW_MS + draw.between(10, 200));
      await end(act, scene, [draw.one(fast)]);
      if (empties) await redis.flush().catch(() => undefined);
      for (const until = history.now() + 2 * SLOW_MS; history.now() < until; await sleep(10)) {
        await Promise.all(scene.claims.flatMap((claim) => fast.map((node) => history.check(claim, node))));
      }
      await Promise.all(offers);
    } finally {
      // Not what it was before: that may have been a fault's, which is over by now.
      slow.ways.redis.delayMs = 0;
    }
    await finish(act, scene, ask(scene.claims, 0));
  }

  /** What does not stand first proves nothing when it has ended. Most nodes, but not always all, answer from their memory then. */
  async function warm({ claims }) {
    const until = history.now() + patience(END_MS);
    for (const claim of claims) {
      while (!(await history.check(claim, world.node()))) {
        if (history.now() > until) throw new SceneFault(`${claim.name} never stood`);
        await sleep(20);
      }
    }
    const asked = draw.next() < 0.7 ? [...nodes, ...nodes] : [];
    for (const node of asked) for (const claim of claims) await history.check(claim, node);
  }

  /** Asks every node on and on, until it is told to stop. */
  function ask(claims, pauseMs) {
    let goesOn = true;
    const more = [];
    const asked = Promise.all(
      nodes.map(async (node) => {
        while (goesOn) {
          const began = history.now();
          await question(claims, node);
          await sleep(Math.max(5 + pauseMs * 10, (history.now() - began) / 2, ...claims.map(({ everyMs = 0 }) => everyMs)));
        }
      }),
    );
    return {
      alongside: (claims) => more.push(claims.catch(() => [])),
      async stop() {
        goesOn = false;
        await asked;
        return (await Promise.all(more)).flat();
      },
    };
  }

  /** Until somebody says 2xx: at one node again and again, at one after another, or at two at once. */
  async function end(act, { claims, end: request }, places = nodes) {
    const how = draw.one(['there', 'elsewhere', 'both']);
    let place = draw.one(places);
    let mayBeDone = false;
    for (const until = history.now() + patience(END_MS); history.now() < until; await sleep(draw.between(5, 60))) {
      const { method, path, options } = await request();
      history.ends(claims, `${act} begins at ${place.name}`);
      const asked = [place, ...(how === 'both' ? [draw.one(places)] : [])];
      const answers = await Promise.all(
        asked.map(async (node) => {
          const answer = await history.ask(node, method, `/api/v1${path}`, options);
          if (answer && answer.status < 300) history.acknowledged(claims, `${answer.status} by ${node.name}`, epochOf(answer));
          return answer?.status ?? 0;
        }),
      );
      if (answers.some((status) => status >= 200 && status < 300)) return;
      if (mayBeDone) history.counts.repeated += 1;
      const refused = answers.find((status) => status >= 400 && status < 500 && status !== 429);
      mayBeDone ||= answers.some((status) => status === 0 || status === 503);
      // It was done by a call that could not say so.
      if (refused && mayBeDone) return;
      if (refused) throw new SceneFault(`${method} ${path} answered ${refused}`);
      if (how !== 'there' || !place.up) place = draw.one(places);
    }
    throw new SceneFault(`${act} was not done in ${END_MS} ms`);
  }

  async function finish(act, { claims, stays = [] }, asking) {
    await sleep(AFTER_MS);
    const meanwhile = await asking.stop();
    const acknowledged = claims.filter(({ endedAt }) => endedAt !== undefined);
    // A role that was given as it went has gone with it, whether or not its holder was ever seen to have it.
    for (const claim of meanwhile) if (acknowledged[0]) claim.endedAt = Math.max(acknowledged[0].endedAt, claim.trail[0].at);
    for (const node of nodes) for (const claim of [...meanwhile, ...stays]) await history.check(claim, node);
    if (acknowledged.length > 0) {
      history.counts.revocations += 1;
      history.counts.acts[act] = (history.counts.acts[act] ?? 0) + 1;
    }
    for (const claim of claims) inPlay.delete(claim);
    remember(ended, [...acknowledged, ...meanwhile]);
    remember(standing, stays);
  }

  function remember(list, claims) {
    list.push(...claims);
    list.splice(0, list.length - REMEMBERED);
  }

  /** Questions about what has ended long since, and about what nobody ends. */
  async function later() {
    const claims = [...(ended.length > 0 ? [draw.one(ended)] : []), ...(standing.length > 0 ? [draw.one(standing)] : [])];
    if (claims.length === 0) await sleep(50);
    const began = history.now();
    await question(claims, draw.one(nodes));
    await sleep(Math.max(REST_MS, (history.now() - began) / 2));
  }

  /** Batches at one node, as many as the pace allows. */
  async function sweep(node) {
    const began = history.now();
    if (node.up && !isFastEnough()) await batch([], node);
    await sleep(Math.max(REST_MS, (history.now() - began) / 4));
  }

  function isFastEnough() {
    return history.counts.inBatches > (pace * history.now()) / 1_000;
  }

  /** About these, one by one, or all in one request with as many others as it may have. */
  async function question(claims, node) {
    const alone = (turn += 1) % ONE_BY_ONE === 0 || !node.up || isFastEnough();
    for (const claim of claims) if (alone || !claim.questions) await history.check(claim, node);
    if (!alone && claims.some(({ questions }) => questions)) await batch(claims, node);
  }

  /** With these go what else is being played, what ended last, what ended long ago and what nobody ends. */
  async function batch(claims, node) {
    const size = draw.next() < 0.8 ? BATCH.to : draw.between(BATCH.from, BATCH.to);
    const all = new Set([...claims, ...inPlay, ...ended.slice(-NEWEST), ...some(standing, size / 8), ...some(ended, size)]);
    const questions = questionsAbout(all).slice(0, size);
    if (questions.length > 0) await world.askAll(questions, node);
  }

  /** Neighbours, from anywhere in the list. */
  function some(list, most) {
    const from = draw.between(0, Math.max(0, list.length - Math.ceil(most)));
    return list.slice(from, from + Math.ceil(most));
  }

  /** What gives: logins, refreshes, tenants, roles. Each that was acknowledged is there from then on. */
  async function load() {
    const someone = await world.signedIn();
    remember(standing, [world.active('login', someone)]);
    const { access_token: token } = await world.done('POST', '/auth/refresh', { body: { refresh_token: someone.refresh } });
    remember(standing, [world.active('refresh', { token })]);
    const tenant = await world.tenant();
    const member = await world.member(tenant.id, 'TENANT_USER');
    remember(standing, [world.may('role given in a new tenant', member, tenant.id, 'tenant.view')]);
    await sleep(draw.between(50, 300));
  }

  /** Every node is asked about everything that is remembered, by both ways. */
  async function askedOnceMore() {
    const all = [...standing, ...ended];
    const together = questionsAbout(all);
    await Promise.all(
      nodes.map(async (node) => {
        for (const claim of all) await history.check(claim, node);
        for (let i = 0; i < together.length; i += BATCH.to) await world.askAll(together.slice(i, i + BATCH.to), node);
      }),
    );
  }
}

/** All forms in which these claims can be asked about among others. */
const questionsAbout = (claims) => [...claims].flatMap((claim) => (claim.questions ?? []).map((question) => ({ claim, ...question })));

/** What the answer of an end names for those who will ask. */
const epochOf = ({ headers }) => (headers['x-revocation-epoch'] === undefined ? undefined : Number(headers['x-revocation-epoch']));
