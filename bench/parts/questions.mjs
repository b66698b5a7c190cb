// What the other ways to ask cost, against the plain question of the same window: other client authentication, a
// decision, a batch. Each is CPU of the server for one request, so a batch of fifty is compared with fifty questions.
import { atMost } from '../verdicts.mjs';
import { summary, window } from '../load.mjs';

const ROUNDS = 3;
const WINDOW_SECONDS = 2;
const BATCH = 50;
const PATH = '/api/v1/auth/introspect';
/** How much more CPU than the plain question each may cost; of a batch, in plain questions. A form is taken apart at greater cost than JSON. */
const LIMITS = { same: 1.05, form: 1.25, batch: 12 };
const IN_FORM = 'client_secret in the form';

export async function questions(bench) {
  const [service, { apiKey, clientId, tokens }] = [await bench.service(), await bench.asked()];
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = (headers, body) => tokens.map((token) => ({ method: 'POST', path: PATH, headers, body: body(token) }));
  const basic = Buffer.from(`${clientId}:${encodeURIComponent(apiKey)}`).toString('base64');
  const plain = asked({ ...json, 'x-api-key': apiKey }, (token) => JSON.stringify({ token }));
  const ways = {
    'Authorization: Basic': asked({ ...json, authorization: `Basic ${basic}` }, (token) => JSON.stringify({ token })),
    'Authorization: Bearer': asked({ ...json, authorization: `Bearer ${apiKey}` }, (token) => JSON.stringify({ token })),
    [IN_FORM]: asked(form, (token) => new URLSearchParams({ token, client_id: clientId, client_secret: apiKey }).toString()),
    decision: asked({ ...json, 'x-api-key': apiKey }, (token) => JSON.stringify({ token, permission: 'user.view', include: 'decision' })),
  };
  const batches = [];
  for (let from = 0; from + BATCH <= tokens.length; from += BATCH) {
    const body = JSON.stringify({ tokens: tokens.slice(from, from + BATCH).map((token) => ({ token })) });
    batches.push({ method: 'POST', path: `${PATH}/batch`, headers: { ...json, 'x-api-key': apiKey }, body });
  }
  const all = { plain, ...ways, [`batch of ${BATCH}`]: batches };
  const windows = Object.fromEntries(Object.keys(all).map((name) => [name, []]));
  for (const requests of Object.values(all)) await window(service, requests, 1);
  for (let round = 0; round < ROUNDS; round += 1) for (const [name, requests] of Object.entries(all)) windows[name].push(await window(service, requests, WINDOW_SECONDS));

  const costs = Object.fromEntries(Object.entries(windows).map(([name, of]) => [name, summary(of)]));
  const ratioOf = ({ cpuMicros, rps }) => (cpuMicros === undefined ? costs.plain.rps / rps : cpuMicros / costs.plain.cpuMicros);
  console.table(Object.entries(costs).map(([name, cost]) => ({ 'asked by': name, rps: Math.round(cost.rps), 'CPU µs': cost.cpuMicros === undefined ? 'n/a' : Math.round(cost.cpuMicros), '× plain': ratioOf(cost).toFixed(2) })));
  return Object.entries(costs)
    .filter(([name]) => name !== 'plain')
    .map(([name, cost]) => atMost(`${name} ÷ the plain question, CPU`, ratioOf(cost), name.startsWith('batch') ? LIMITS.batch : name === IN_FORM ? LIMITS.form : LIMITS.same));
}
