import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { checkMongo, checkRedis } from '@authengine/persistence';
import { TestAuthority } from '@authengine/testing';
import { startFault } from '../src/start-fault.js';
import { hasRedisServer, OwnRedis } from './kit/own-redis.js';
import { startRefusingMongo } from './kit/refusing-mongo.js';
import { freePort } from './test-app.js';

async function told(check: Promise<void>): Promise<string> {
  return check.then(
    () => 'nothing',
    (error: unknown) => startFault(error) ?? `defect: ${String(error)}`,
  );
}

(hasRedisServer ? describe : describe.skip)('a start on a Redis that is not as it must be', () => {
  let redis: OwnRedis;
  let at: string;
  beforeAll(async () => {
    redis = await OwnRedis.start('--requirepass', 'p%:w', '--databases', '4');
    at = `^Redis at 127.0.0.1:${redis.port} \\(REDIS_URL\\) `;
  });
  afterAll(() => redis.kill());

  const url = (password: string, path: string): string => `redis://${password}127.0.0.1:${redis.port}${path}`;

  it('says nothing where all is well, a % in the password included', async () => {
    expect(await told(checkRedis(url(':p%:w@', '/3')))).toBe('nothing');
  });

  it.each([
    ['a database that is not there', ':p%25%3Aw@', '/4', 'has no database 4 .*DB index is out of range'],
    ['a wrong password', ':canary@', '/0', 'refuses the user name or password \\(WRONGPASS'],
    ['an unknown user', 'canary:canary@', '/0', 'refuses the user name or password \\(WRONGPASS'],
    ['no password', '', '/0', 'refuses the user name or password \\(NOAUTH'],
  ])('tells of %s in one line', async (_, password, path, what) => {
    const line = await told(checkRedis(url(password, path)));
    expect(line).toMatch(new RegExp(`${at}${what}`));
    expect(line).not.toMatch(/canary|\n/);
  });

  it('tells of a Redis that speaks no TLS', async () => {
    expect(await told(checkRedis(`rediss://:p%25%3Aw@127.0.0.1:${redis.port}`))).toMatch(new RegExp(`${at}does not speak TLS`));
  });

  it('starts without one that is away', async () => {
    expect(await told(checkRedis(`redis://127.0.0.1:${await freePort()}`))).toBe('nothing');
  });
});

describe('a start on something else than what the URL says', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    server = undefined;
  });

  it('tells of a Redis that speaks TLS alone, and of a certificate that nobody vouches for', async () => {
    const certificate = await (await TestAuthority.make()).issue({ names: ['localhost'] });
    const tls = createTlsServer(certificate, (socket) => {
      // As much of Redis as a start asks for.
      socket.on('data', (data) => socket.write(data.toString().split('\r\n').filter((line: string) => line.startsWith('*')).map(() => '+OK\r\n').join('')));
    });
    tls.on('tlsClientError', () => undefined);
    server = tls.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await told(checkRedis(`redis://localhost:${port}`))).toMatch(/^Redis at localhost:\d+ \(REDIS_URL\) speaks TLS; write rediss:/);
    expect(await told(checkRedis(`rediss://localhost:${port}`))).toMatch(/shows a certificate that is not trusted .*ssl_ca_certs/);
  });

  it('tells of an HTTP server', async () => {
    server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(await told(checkRedis(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`))).toMatch(/does not speak the protocol of Redis/);
  });

  it.each([
    ['mongodb://ada:canary@h/db?unheardOf=1', /^MONGODB_URL is not understood: /],
    ['mongodb://ada:canary@h/db?replicaSet=', /^MONGODB_URL is not understood: /],
    ['mongodb://ada:canary@h/db?authMechanism=none', /^MONGODB_URL is not understood: /],
    ['mongodb://ada:canary@h/db?tls=true&ssl=false', /^MONGODB_URL is not understood: /],
  ])('tells of a MongoDB address that its driver refuses: %s', async (url, line) => {
    const words = await told(checkMongo(url));
    expect(words).toMatch(line);
    expect(words).not.toMatch(/canary|\n/);
  });

  it('tells of a MongoDB that refuses the user name or password', async () => {
    const { server: mongo, port } = await startRefusingMongo();
    server = mongo;
    const words = await told(checkMongo(`mongodb://ada:canary@127.0.0.1:${port}/db`));
    expect(words).toMatch(/^MongoDB \(MONGODB_URL\) refuses the user name or password \(Authentication failed\.\); .*authSource=$/);
  });

  it('starts without a MongoDB that is away', async () => {
    expect(await told(checkMongo(`mongodb://127.0.0.1:${await freePort()}/db`))).toBe('nothing');
  });
});
