// What is played all the time: something is set up and stands, every node is asked about it, somebody ends it at one node
// or at two, and every node is asked on.
import { setTimeout as sleep } from 'node:timers/promises';
import { scene as setUp } from './acts.mjs';
import { patience } from './patience.mjs';
import { SceneFault } from './world.mjs';

const END_MS = 30_000;
const AFTER_MS = 700;
const SLOW_MS = 200;
/** How many ended things are asked about again and again. */
const REMEMBERED = 400;

export function stage(world, draw) {
  const { history, nodes } = world;
  const ended = [];
  const standing = [];
  return { ended, standing, play, stale, later, load };

  /** One scene of an act. */
  async function play(act) {
    const scene = await setUp(act, world);
    await warm(scene);
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
    const before = slow.ways.redis.delayMs;
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
      slow.ways.redis.delayMs = before;
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
          for (const claim of claims) await history.check(claim, node);
          await sleep(5 + pauseMs * 10);
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
          if (answer && answer.status < 300) history.acknowledged(claims, `${answer.status} by ${node.name}`);
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

  async function finish(act, { claims }, asking) {
    await sleep(AFTER_MS);
    const meanwhile = await asking.stop();
    const acknowledged = claims.filter(({ endedAt }) => endedAt !== undefined);
    // A role that was given as it went has gone with it, whether or not its holder was ever seen to have it.
    for (const claim of meanwhile) if (acknowledged[0]) claim.endedAt = Math.max(acknowledged[0].endedAt, claim.trail[0].at);
    for (const node of nodes) for (const claim of meanwhile) await history.check(claim, node);
    if (acknowledged.length > 0) {
      history.counts.revocations += 1;
      history.counts.acts[act] = (history.counts.acts[act] ?? 0) + 1;
    }
    ended.push(...acknowledged, ...meanwhile);
    ended.splice(0, ended.length - REMEMBERED);
  }

  /** Questions about what has ended long since, and about what nobody ends. */
  async function later() {
    const claims = [...(ended.length > 0 ? [draw.one(ended)] : []), ...(standing.length > 0 ? [draw.one(standing)] : [])];
    if (claims.length === 0) await sleep(50);
    for (const claim of claims) await history.check(claim, draw.one(nodes));
    await sleep(4);
  }

  /** What gives: logins, refreshes, tenants, roles. Each that was acknowledged is there from then on. */
  async function load() {
    const someone = await world.signedIn();
    standing.push(world.active('login', someone));
    const { access_token: token } = await world.done('POST', '/auth/refresh', { body: { refresh_token: someone.refresh } });
    standing.push(world.active('refresh', { token }));
    const tenant = await world.tenant();
    const member = await world.member(tenant.id, 'TENANT_USER');
    standing.push(world.may('role given in a new tenant', member, tenant.id, 'tenant.view'));
    standing.splice(0, standing.length - REMEMBERED);
    await sleep(draw.between(50, 300));
  }
}
