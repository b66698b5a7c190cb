// oidc-provider as its own example runs it on Redis, with access tokens of many sessions that it is then asked about.
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import Provider from 'oidc-provider';

const TOKENS = 2_000;
const USERS = 20;
const HOUR_SECONDS = 3_600;
const [CLIENT, SECRET] = ['bench', 'bench-only-secret'];

const redis = new Redis(process.env.REDIS_URL, { keyPrefix: 'bench:oidc:' });

/** JSON under the key of kind and id, as the adapter of the library's example keeps what is read often. */
class RedisAdapter {
  constructor(kind) {
    this.kind = kind;
  }

  key(id) {
    return `${this.kind}:${id}`;
  }

  async upsert(id, payload, expiresIn = HOUR_SECONDS) {
    await redis.set(this.key(id), JSON.stringify(payload), 'EX', expiresIn);
  }

  async find(id) {
    const text = await redis.get(this.key(id));
    return text === null ? undefined : JSON.parse(text);
  }

  async destroy(id) {
    await redis.del(this.key(id));
  }
}

// Its warnings are about what a development set-up leaves open.
console.warn = console.info = () => undefined;
const provider = new Provider(`http://127.0.0.1:${process.env.PORT}`, {
  adapter: RedisAdapter,
  clients: [{ client_id: CLIENT, client_secret: SECRET, grant_types: ['authorization_code'], redirect_uris: ['https://app.example.com/callback'] }],
  features: { introspection: { enabled: true, allowedPolicy: () => true }, devInteractions: { enabled: false } },
  ttl: { AccessToken: HOUR_SECONDS, Grant: HOUR_SECONDS },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});
const client = await provider.Client.find(CLIENT);
const tokens = [];
for (let user = 0; user < USERS; user += 1) {
  const accountId = `user-${user}`;
  const grant = new provider.Grant({ accountId, clientId: CLIENT });
  grant.addOIDCScope('openid profile');
  const grantId = await grant.save();
  for (let i = 0; i < TOKENS / USERS; i += 1) tokens.push(await new provider.AccessToken({ accountId, client, grantId, scope: 'openid profile', gty: 'authorization_code' }).save());
}
const answer = JSON.stringify({ tokens, authorization: `Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}` });
const handle = provider.callback();
const server = createServer((request, response) => {
  if (request.url === '/bench/tokens') response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  else handle(request, response);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
