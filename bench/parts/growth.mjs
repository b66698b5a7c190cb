// How the cost of an introspection grows: with all sessions there are, with the permissions in its answer, with the
// tenants of its user. Costs are taken as multiples of the echo's, measured in turns.
import { admin, isActive, requestsOf } from '../bench.mjs';
import { askEach, summary, window } from '../load.mjs';
import { pinLoad } from '../servers.mjs';
import { withClient } from '../stores.mjs';
import { serviceKey } from '../tokens.mjs';
import { atMost, told } from '../verdicts.mjs';

const FEW = 1_000;
const ASKED = 1_000;
/** More than a process remembers to have verified (50,000). */
const MANY_TOKENS = 60_000;
const ROUNDS = 3;
const SECONDS = 4;
const FLAT = 1.1;
/** Where the answer itself is longer by some 40 kB. */
const LONGER = 1.6;

export async function growth(bench, { sessions }) {
  if (!bench.stores.redisUrl) return [atMost('growth', undefined, FLAT, 'there is no PostgreSQL and Redis here')];
  const { growAccess, growSessions, tokensOf } = await import('./growth-data.mjs');
  // Its tokens live until the run has ended.
  const manyTokens = Math.min(sessions, MANY_TOKENS);
  const service = await bench.startService({ ACCESS_TOKEN_EXPIRE_MINUTES: '120' });
  const echo = await bench.echo();
  const apiKey = await serviceKey(service.base, admin);
  const requests = (tokens, key = apiKey) => requestsOf(key, tokens).introspected;
  const onDatabase = (work) => withClient({ connectionString: bench.stores.postgresUrl }, work);
  pinLoad();
  const cost = (asked, options) => inEchoes(echo, service, requestsOf(apiKey, ['a token of the usual length']).echoed, asked, options);

  await onDatabase((client) => growSessions(client, bench.stores.redisUrl, 0, FEW));
  const few = await cost(requests(tokensOf(FEW, ASKED)));
  const bytes = await onDatabase((client) => growSessions(client, bench.stores.redisUrl, FEW, sessions));
  console.log(`${Math.round(bytes)} bytes of Redis for a session, with a fifth of its user`);
  const many = await cost(requests(tokensOf(sessions, ASKED)));
  const cold = await cost(requests(tokensOf(manyTokens, manyTokens)), { split: true });

  const accesses = { usual: { tenants: 1, permissions: 20 }, permitted: { tenants: 1, permissions: 1_000 }, spread: { tenants: 1_000, permissions: 20 } };
  const costs = {};
  for (const [kind, access] of Object.entries(accesses)) {
    const { tenantId, tokens } = await onDatabase((client) => growAccess(client, kind, access));
    costs[kind] = { listed: await cost(requests(tokens)) };
    // A tenant's own key is told of that tenant alone, so its answers have one length.
    if (kind !== 'permitted') costs[kind].own = await cost(requests(tokens, await serviceKey(service.base, admin, tenantId)));
  }
  await bench.stop(service);
  const inAll = sessions.toLocaleString('en');
  return [
    atMost(`CPU of an introspection, ${inAll} sessions ÷ 1,000`, many / few, FLAT),
    told(`the same, ${manyTokens.toLocaleString('en')} different tokens in turn ÷ 1,000 sessions`, cold / few),
    atMost('CPU of an introspection, 1,000 permissions ÷ 20', costs.permitted.listed / costs.usual.listed, LONGER),
    atMost("CPU of an introspection by a tenant's own key, 1,000 tenants of the user ÷ 1", costs.spread.own / costs.usual.own, FLAT),
    atMost('the same by a key of the platform, whose answer lists the tenants', costs.spread.listed / costs.usual.listed, LONGER),
    told('bytes of Redis for a session, with a fifth of its user', Math.round(bytes)),
  ];
}

/** The least CPU of an introspection, in echoes of the same rounds. */
async function inEchoes(echo, service, echoed, asked, options) {
  await askEach(service, asked);
  await window(service, asked, 1, isActive, options);
  const windows = { echo: [], service: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    windows.echo.push(await window(echo, echoed, 2));
    windows.service.push(await window(service, asked, SECONDS, isActive, options));
  }
  const [base, cost] = [summary(windows.echo).cpuMicros, summary(windows.service).cpuMicros];
  if (cost === undefined) throw new Error('this machine does not tell the CPU time of a process');
  console.log(`an introspection takes ${cost.toFixed(0)} µs of CPU, an echo ${base.toFixed(0)}`);
  return cost / base;
}
