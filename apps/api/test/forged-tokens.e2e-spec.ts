import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@authengine/kernel';
import { bearer, call, introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { rawRequest } from './kit/raw-request.js';
import { createTestApp, type TestApp } from './test-app.js';

const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (segment = ''): Record<string, unknown> => JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>;

describe('a forged access token', () => {
  let test: TestApp;
  let key: string;
  let genuine: string;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;
  let listener: Server;
  let fetched = 0;
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

  beforeAll(async () => {
    test = await createTestApp();
    key = await serviceKey(test);
    genuine = (await logIn(test, await signUp(test))).access_token;
    [header, claims] = genuine.split('.').slice(0, 2).map(decode) as [Record<string, unknown>, Record<string, unknown>];
    listener = createServer((_, response) => {
      fetched += 1;
      response.end('{"keys":[]}');
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await test.close();
    await new Promise((resolve) => listener.close(resolve));
  });

  const url = (): string => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/keys`;
  /** With the service's own signature over whatever is told. */
  const signed = (text: string): string => `${text}.${createHmac('sha256', test.settings.values.JWT_SECRET_KEY).update(text).digest('base64url')}`;
  const with_ = (headers: Record<string, unknown>, changes: Record<string, unknown> = {}): string => signed(`${encode({ ...header, ...headers })}.${encode({ ...claims, ...changes })}`);
  const part = (n: number): string => genuine.split('.')[n] ?? '';
  const pem = (): string => keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();

  const forgeries: Record<string, () => string> = {
    'TK-01 of the algorithm none': () => `${encode({ ...header, alg: 'none' })}.${part(1)}.`,
    'TK-01 of nOnE under a true signature': () => with_({ alg: 'nOnE' }),
    'TK-01 of no algorithm': () => with_({ alg: undefined }),
    'TK-01 without its signature': () => `${part(0)}.${part(1)}.`,
    'TK-02 signed with a key of one’s own': () => {
      const text = `${encode({ alg: 'RS256', typ: 'at+jwt', kid: header['kid'] })}.${part(1)}`;
      return `${text}.${sign('sha256', Buffer.from(text), keys.privateKey).toString('base64url')}`;
    },
    'TK-02 with a public key as the secret': () => `${part(0)}.${part(1)}.${createHmac('sha256', pem()).update(`${part(0)}.${part(1)}`).digest('base64url')}`,
    'TK-03 with a path as key id': () => with_({ kid: '../../dev/null' }),
    'TK-03 with SQL as key id': () => with_({ kid: "' OR 1=1--" }),
    'TK-03 with a huge key id': () => with_({ kid: 'k'.repeat(10_000) }),
    'TK-03 with an unknown key id': () => with_({ kid: 'unknown' }),
    'TK-04 that names its keys’ address': () => with_({ jku: url() }),
    'TK-04 that names its certificate’s address': () => with_({ x5u: url() }),
    'TK-04 that brings its key': () => with_({ jwk: keys.publicKey.export({ format: 'jwk' }) }),
    'TK-04 that brings a certificate': () => with_({ x5c: ['MIIB'] }),
    'TK-04 with a critical extension': () => with_({ crit: ['x'], x: 1 }),
    'TK-05 of another type': () => with_({ typ: 'JWT' }),
    'TK-07 for another audience': () => with_({}, { aud: 'https://other.test' }),
    'TK-07 of another issuer': () => with_({}, { iss: 'https://other.test' }),
    'TK-09 that has expired': () => with_({}, { iat: Number(claims['iat']) - 10_000, exp: Number(claims['iat']) - 61 }),
    'TK-09 from the future': () => with_({}, { iat: Number(claims['iat']) + 600, exp: Number(claims['exp']) + 600 }),
    'TK-12 with a bit flipped': () => genuine.slice(0, -2) + (genuine.at(-2) === 'A' ? 'B' : 'A') + (genuine.at(-1) ?? ''),
    'TK-12 cut short': () => genuine.slice(0, -1),
    'TK-12 padded': () => `${genuine}=`,
    'TK-12 with a dot more': () => `${genuine}.`,
    'TK-12 with a claim twice': () => signed(`${part(0)}.${encode(JSON.stringify(claims).replace('"sub"', `"sub":"${newId()}","sub"`))}`),
  };

  it('is told from a genuine one', async () => {
    expect((await call(test, 'GET', '/me', undefined, bearer(genuine))).status).toBe(200);
    expect(with_({})).toBe(genuine);
    expect((await introspect(test, key, genuine)).body['active']).toBe(true);
  });

  it.each(Object.keys(forgeries))('%s is refused with 401 and is inactive, and fetches nothing', async (what) => {
    const token = forgeries[what]?.() ?? '';
    // A token that has expired may end its session (sessions.e2e-spec.ts), and nothing else.
    const logout = what === 'TK-09 that has expired' ? [] : [['POST', '/auth/logout'] as const];
    for (const [method, path] of [['GET', '/me'], ...logout, ['GET', '/platform/users']] as const) {
      expect((await call(test, method, path, undefined, bearer(token))).status).toBe(401);
    }
    expect(await introspect(test, key, token)).toMatchObject({ status: 200, body: { active: false } });
    expect(JSON.stringify((await introspect(test, key, token)).body)).toBe('{"active":false}');
    expect(fetched).toBe(0);
  });

  const malformed: Record<string, () => string> = {
    'without a token': () => 'Authorization: Bearer\r\n',
    'with a blank for a token': () => 'Authorization: Bearer \r\n',
    'with %': () => 'Authorization: Bearer %\r\n',
    'with two tokens': () => `Authorization: Bearer ${genuine}, Bearer ${genuine}\r\n`,
    'with a list': () => `Authorization: Bearer ${genuine} ${genuine}\r\n`,
    'of another scheme': () => `Authorization: Basic ${genuine}\r\n`,
    'without a scheme': () => `Authorization: ${genuine}\r\n`,
    'in bytes that are no text': () => 'Authorization: Bearer \xff\xfe\xe9\r\n',
    'of 12 kB': () => `Authorization: Bearer ${'a'.repeat(12_000)}\r\n`,
    'of 64 kB': () => `Authorization: Bearer ${'a'.repeat(64_000)}\r\n`,
    'with NUL': () => 'Authorization: Bearer a\0b\r\n',
    'that comes twice': () => `Authorization: Bearer x\r\nAuthorization: Bearer ${genuine}\r\n`,
  };

  it.each(Object.keys(malformed))('TK-13 an Authorization %s is refused, and the next request served', async (what) => {
    const answer = await rawRequest(test.port, Buffer.from(`GET /api/v1/me HTTP/1.1\r\nHost: auth.test\r\nConnection: close\r\n${malformed[what]?.() ?? ''}\r\n`, 'latin1'));
    expect(answer).toMatch(/^HTTP\/1\.1 (400|401|431) /);
    expect((await call(test, 'GET', '/me', undefined, bearer(genuine))).status).toBe(200);
  });
});
