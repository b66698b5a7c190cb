import { createHmac } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSettings } from '@authengine/config';
import { Clock, newId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { accessTokenJwt } from './access-token-jwt.js';
import { AccessTokenKeys } from './access-token-keys.js';
import { AccessTokens } from './access-tokens.js';

const SECRET = 'current-0123456789abcdef0123456789abcdef';
const FORMER = 'former-0123456789abcdef0123456789abcdef';
const URL = 'https://auth.example.com';

class MovedClock extends Clock {
  seconds = 1_800_000_000;
  now(): Date {
    return new Date(this.seconds * 1_000);
  }
}

const clock = new MovedClock();
const start = clock.seconds;

function accessTokens({ secret = SECRET, previous = '', url = URL } = {}): AccessTokens {
  const settings = loadSettings({
    JWT_SECRET_KEY: secret,
    JWT_SECRET_KEYS_PREVIOUS: previous,
    SECRET_KEY: 'x'.repeat(32),
    SUPERADMIN_PASSWORD: 'irrelevant-here',
    APP_URL: url,
    ACCESS_TOKEN_EXPIRE_MINUTES: '30',
  });
  const keys = new AccessTokenKeys(settings.values.JWT_SECRET_KEY, settings.values.JWT_SECRET_KEYS_PREVIOUS);
  return new AccessTokens(settings, keys, accessTokenJwt(keys), clock);
}

const subject = { sub: newId<UserId>(), sid: newId<SessionId>() };
const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (segment: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(segment ?? '', 'base64url').toString()) as Record<string, unknown>;
const segments = (token: string): [string, string, string] => token.split('.') as [string, string, string];

/** A token with a true signature over whatever header and payload. */
function signed(header: string, payload: string, secret = SECRET): string {
  return `${header}.${payload}.${createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')}`;
}

describe('AccessTokens', () => {
  let tokens: AccessTokens;

  beforeEach(() => {
    clock.seconds = start;
    tokens = accessTokens();
  });

  it('issues what it verifies, with the claims of a session and nothing more', () => {
    const tid = newId<TenantId>();
    const { token, expiresIn, expiresAt } = tokens.sign({ ...subject, tid });
    const [header, payload] = segments(token);
    expect(decode(header)).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown });
    const claims = { iss: URL, aud: URL, ...subject, iat: start, exp: start + 1_800, jti: expect.stringMatching(/^[\w-]{22}$/) as unknown, tid };
    expect(decode(payload)).toEqual(claims);
    expect(tokens.verify(token)).toEqual(claims);
    expect(expiresIn).toBe(1_800);
    expect(expiresAt.toISOString()).toBe(new Date((start + 1_800) * 1_000).toISOString());
    expect(tokens.verify(tokens.sign(subject).token)).not.toHaveProperty('tid');
  });

  it('is a standard HS256 JWT under the UTF-8 bytes of the secret', () => {
    const secret = 'schlüssel-0123456789abcdef0123456789';
    const { token } = accessTokens({ secret }).sign(subject);
    const [header, payload] = segments(token);
    expect(signed(header, payload, secret)).toBe(token);
  });

  it('refuses to issue for what is no id', () => {
    expect(() => tokens.sign({ ...subject, sub: 'admin' as UserId })).toThrow(TypeError);
    expect(() => tokens.sign({ ...subject, tid: '' as TenantId })).toThrow(TypeError);
  });

  it('hands out claims that nobody can change for the next caller', () => {
    const { token } = tokens.sign(subject);
    expect(Object.isFrozen(tokens.verify(token))).toBe(true);
    expect(tokens.verify(token)).toBe(tokens.verify(token));
  });

  it.each([
    ['none without signature', { alg: 'none', typ: 'at+jwt' }, ''],
    ['nOnE without signature', { alg: 'nOnE', typ: 'at+jwt' }, ''],
    ['no algorithm', { typ: 'at+jwt' }, ''],
    ['our header without signature', undefined, ''],
    ['our header with an empty-looking signature', undefined, 'AA'],
  ])('TK-01 refuses %s', (_what, header, signature) => {
    const [ours, payload] = segments(tokens.sign(subject).token);
    expect(tokens.verify(`${header ? encode(header) : ours}.${payload}.${signature}`)).toBeNull();
  });

  it.each([
    ['TK-02 another algorithm', { alg: 'RS256' }],
    ['TK-02 another HMAC', { alg: 'HS512' }],
    ['TK-05 another type', { typ: 'JWT' }],
    ['TK-05 no type', { typ: undefined }],
    ['TK-03 a path as kid', { kid: '../../dev/null' }],
    ['TK-03 SQL as kid', { kid: "' OR 1=1--" }],
    ['TK-03 a huge kid', { kid: 'k'.repeat(10_000) }],
    ['TK-03 an unknown kid', { kid: '0123456789abcdef' }],
    ['TK-03 no kid', { kid: undefined }],
    ['TK-04 crit', { crit: ['x'] }],
    ['TK-04 jku', { jku: 'http://127.0.0.1:9/' }],
    ['TK-04 x5u', { x5u: 'http://127.0.0.1:9/' }],
    ['TK-04 jwk', { jwk: { kty: 'oct', k: 'AAAA' } }],
    ['TK-04 x5c', { x5c: ['AAAA'] }],
  ])('%s in the header is refused even under a true signature', (_what, change) => {
    const [header, payload] = segments(tokens.sign(subject).token);
    expect(tokens.verify(signed(encode({ ...decode(header), ...change }), payload))).toBeNull();
    expect(tokens.verify(signed(header, payload))).not.toBeNull();
  });

  it('TK-12 refuses a header spelled in another way, and a name twice in it', () => {
    const [header, payload] = segments(tokens.sign(subject).token);
    const { alg, typ, kid } = decode(header) as Record<string, string>;
    expect(tokens.verify(signed(encode({ kid, typ, alg }), payload))).toBeNull();
    expect(tokens.verify(signed(encode(`{"alg":"none","alg":"${alg}","typ":"${typ}","kid":"${kid}"}`), payload))).toBeNull();
    expect(tokens.verify(signed(encode(`{"alg":"${alg}", "typ":"${typ}","kid":"${kid}"}`), payload))).toBeNull();
  });

  it.each(['iss', 'aud', 'sub', 'sid', 'iat', 'exp', 'jti'])('requires the claim %s, of its type', (name) => {
    const [header, payload] = segments(tokens.sign(subject).token);
    for (const value of [undefined, null, '', 'x', 1.5, -1, true, [], {}, ['x'], '1900000000']) {
      expect(tokens.verify(signed(header, encode({ ...decode(payload), [name]: value })))).toBeNull();
    }
  });

  it('refuses an active tenant that is no id', () => {
    const [header, payload] = segments(tokens.sign(subject).token);
    for (const tid of [null, '', 'x', 1, {}]) expect(tokens.verify(signed(header, encode({ ...decode(payload), tid })))).toBeNull();
  });

  it.each([
    ['issuer', { iss: 'https://other.example.com' }],
    ['audience', { aud: 'https://other.example.com' }],
    ['list of audiences', { aud: [URL, 'https://other.example.com'] }],
    ['list of one audience', { aud: [URL] }],
  ])('TK-07 refuses another %s', (_what, change) => {
    const [header, payload] = segments(tokens.sign(subject).token);
    expect(tokens.verify(signed(header, encode({ ...decode(payload), ...change })))).toBeNull();
  });

  it('TK-07 refuses a token of another environment with the same key', () => {
    expect(tokens.verify(accessTokens({ url: 'https://staging.example.com' }).sign(subject).token)).toBeNull();
  });

  it('TK-12 refuses the signature of a token that was just verified under any other text', () => {
    const { token } = tokens.sign(subject);
    const other = tokens.sign({ ...subject, sid: newId<SessionId>() }).token;
    const [header, payload, signature] = segments(token);
    const [, otherPayload] = segments(other);
    for (const text of [token, other]) expect(tokens.verify(text)).not.toBeNull();
    const forged = [`${header}.${otherPayload}.${signature}`, `${header}x.${payload}.${signature}`, `.${payload}.${signature}`, `${header}.${signature}`, `.${signature}`, signature, `${token}.${signature}`, ` ${token}`];
    for (const text of forged) expect(tokens.verify(text)).toBeNull();
    expect(tokens.verify(token)).toMatchObject({ sid: subject.sid });
  });

  it('remembers nothing of the text that a token came in', () => {
    const form = (i: number): string => `client_secret=${String(i).repeat(100_000)}&token=${tokens.sign({ ...subject, sid: newId<SessionId>() }).token}`;
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = held();
    for (let i = 0; i < 200; i += 1) expect(tokens.verify(new URLSearchParams(form(i)).get('token'))).not.toBeNull();
    expect(held() - before).toBeLessThan(10_000_000);
    setFlagsFromString('--no-expose-gc');
  });

  it('TK-12 refuses a claim twice, white space and payloads that are no object', () => {
    const [header, payload] = segments(tokens.sign(subject).token);
    const json = JSON.stringify(decode(payload));
    expect(tokens.verify(signed(header, encode(json)))).not.toBeNull();
    expect(tokens.verify(signed(header, encode(json.replace('"sub"', `"sub":"${newId<UserId>()}","sub"`))))).toBeNull();
    expect(tokens.verify(signed(header, encode(`${json} `)))).toBeNull();
    for (const other of ['null', '[]', '"x"', '1', 'x', '{', '{"__proto__":{"sub":"x"}}']) expect(tokens.verify(signed(header, encode(other)))).toBeNull();
  });

  it('refuses a token above 4 kB even under a true signature', () => {
    const [header, payload] = segments(tokens.sign(subject).token);
    const withMore = (length: number): string => signed(header, encode({ ...decode(payload), more: 'x'.repeat(length) }));
    expect(tokens.verify(withMore(1_000))).not.toBeNull();
    expect(tokens.verify(withMore(4_000))).toBeNull();
  });

  it('TK-09 expires on the second, also once verified', () => {
    const { token } = tokens.sign(subject);
    clock.seconds = start + 1_799;
    expect(tokens.verify(token)).not.toBeNull();
    for (const late of [1_800, 1_861, 100_000]) {
      clock.seconds = start + late;
      expect(tokens.verify(token)).toBeNull();
      expect(accessTokens().verify(token)).toBeNull();
    }
  });

  it('TK-09 takes a signer whose clock is a minute ahead, not ten', () => {
    const { token } = tokens.sign(subject);
    clock.seconds = start - 60;
    expect(tokens.verify(token)).not.toBeNull();
    for (const early of [61, 600]) {
      clock.seconds = start - early;
      expect(tokens.verify(token)).toBeNull();
      expect(accessTokens().verify(token)).toBeNull();
    }
  });

  it('TK-10, TK-11 a previous key verifies and signs nothing; a removed one verifies nothing', () => {
    const before = accessTokens({ secret: FORMER }).sign(subject).token;
    const rotated = accessTokens({ secret: SECRET, previous: FORMER });
    expect(rotated.verify(before)).toMatchObject(subject);
    const after = rotated.sign(subject).token;
    expect(decode(segments(after)[0])['kid']).not.toBe(decode(segments(before)[0])['kid']);
    expect(tokens.verify(after)).toMatchObject(subject);
    expect(tokens.verify(before)).toBeNull();
  });

  it('TK-10 does not take one key for another by its kid', () => {
    const rotated = accessTokens({ secret: SECRET, previous: FORMER });
    const [header, payload] = segments(rotated.sign(subject).token);
    expect(rotated.verify(signed(header, payload, FORMER))).toBeNull();
  });

  it('TK-14 never gives a jti twice in 10^5 tokens', () => {
    const seen = new Set<unknown>();
    for (let i = 0; i < 100_000; i += 1) seen.add(decode(segments(tokens.sign(subject).token)[1])['jti']);
    expect(seen.size).toBe(100_000);
  });
});
