// One client asking one question after the other, as a person with a browser does.
import { Agent } from 'node:http';
import { send } from '../ask.mjs';

const WARM_UP = 5;

/**
 * The questions' times in their best round: what else runs on the machine only ever adds to them.
 * `cpuSeconds` tells what the server and its database have used so far, if that can be known.
 */
export async function measure(server, questions, { rounds, requests, cpuSeconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let number = 0;
  const ask = async (question) => {
    number += 1;
    const query = Object.fromEntries(Object.entries(question.query).map(([name, value]) => [name, value.replaceAll('{i}', String((number * 37) % 5_000))]));
    return get(agent, `${server.base}${question.path}?${new URLSearchParams(query)}`, question.token);
  };
  const best = questions.map(({ list, what }) => ({ list, what, items: 0, total: '', p50: Infinity, p95: Infinity, cpu: Infinity }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, question] of questions.entries()) {
      for (let i = 0; i < WARM_UP; i += 1) await ask(question);
      const answers = [];
      const cpuBefore = cpuSeconds();
      for (let i = 0; i < requests; i += 1) answers.push(await ask(question));
      const cpu = Math.min(best[index].cpu, ((cpuSeconds() - cpuBefore) * 1000) / requests);
      const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
      const [p50, p95] = [0.5, 0.95].map((share) => times[Math.ceil(times.length * share) - 1]);
      const { items, total } = answers[0];
      if (p95 < best[index].p95) Object.assign(best[index], { items, total: total ?? '', p50, p95 });
      best[index].cpu = cpu;
    }
  }
  agent.destroy();
  return best;
}

async function get(agent, url, token) {
  const { status, headers, text, ms } = await send(agent, url, { headers: { authorization: `Bearer ${token}` } });
  if (status !== 200) throw new Error(`GET ${url} answered ${status}: ${text.slice(0, 300)}`);
  const body = JSON.parse(text);
  return { ms, items: (Array.isArray(body) ? body : (body.members ?? [])).length, total: headers['x-total-count'] };
}
