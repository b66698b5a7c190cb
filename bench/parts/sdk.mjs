// What the SDK adds to a bare client that keeps its connection, and what an answer from its memory takes.
import { Agent } from 'node:http';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.mjs';
import { atMost } from '../verdicts.mjs';
import { send } from '../ask.mjs';

const ROUNDS = 3;
const QUESTIONS = 1_000;
const FROM_MEMORY = 200_000;
const LIMITS = { strict: 1.2, memory: 0.02 };

export async function sdk(bench) {
  const [service, { apiKey, tokens }] = [await bench.service(), await bench.asked()];
  const built = spawnSync(process.execPath, [join(root, 'scripts/build-sdk.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the SDK cannot be built:\n${built.stderr}`);
  const { AuthEngine } = await import(join(root, 'libs/sdk/dist/esm/index.js'));
  const strict = new AuthEngine({ url: service.base, apiKey });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const bare = async (token) => JSON.parse((await send(agent, `${service.base}/api/v1/auth/introspect`, { method: 'POST', headers, body: JSON.stringify({ token }) })).text);
  const viaFetch = async (token) => (await fetch(`${service.base}/api/v1/auth/introspect`, { method: 'POST', headers, body: JSON.stringify({ token }) })).json();
  const ways = { 'node:http': bare, fetch: viaFetch, 'the SDK, strict': (token) => strict.introspect({ token }) };

  const micros = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) for (const [name, ask] of Object.entries(ways)) {
    const took = await oneByOne(ask, tokens);
    // The first round meets code that has never run.
    if (round > 0) micros[name].push(took);
  }
  agent.destroy();
  const best = (name) => Math.min(...micros[name]);

  const bounded = new AuthEngine({ url: service.base, apiKey, mode: 'bounded' });
  const memoryMicros = await fromMemory(bounded, tokens[0]);
  bounded.close();
  const ratio = best('the SDK, strict') / best('fetch');
  console.table([
    ...Object.keys(ways).map((name) => ({ 'one question after the other': name, 'µs each': Math.round(best(name)), '× fetch': (best(name) / best('fetch')).toFixed(2) })),
    { 'one question after the other': 'the SDK, bounded', 'µs each': Number(memoryMicros.toFixed(2)), '× fetch': (memoryMicros / best('fetch')).toFixed(4) },
  ]);
  return [
    atMost('strict through the SDK ÷ a bare fetch', ratio, LIMITS.strict),
    atMost("an answer from the SDK's memory ÷ a bare fetch", memoryMicros / best('fetch'), LIMITS.memory),
  ];
}

async function oneByOne(ask, tokens) {
  const began = performance.now();
  for (let at = 0; at < QUESTIONS; at += 1) {
    const { active } = await ask(tokens[at % tokens.length]);
    if (active !== true) throw new Error('a token that stands was not active');
  }
  return ((performance.now() - began) * 1000) / QUESTIONS;
}

/** Of several runs the best, in µs; each run lies between two heartbeats, and is asked of memory alone. */
async function fromMemory(engine, token) {
  // Until the stream is heard, answers are not kept.
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    await engine.introspect({ token });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    await engine.introspect({ token });
    if (performance.now() - began < 0.2) break;
  }
  let best = Infinity;
  for (let at = 0; at < FROM_MEMORY; at += 1_000) {
    const began = performance.now();
    for (let i = 0; i < 1_000; i += 1) if (!(await engine.introspect({ token })).active) throw new Error('a token that stands was not active');
    best = Math.min(best, performance.now() - began);
    // The stream is read between two runs.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return best;
}
