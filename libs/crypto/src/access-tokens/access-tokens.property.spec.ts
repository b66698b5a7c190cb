import { loadSettings } from '@authengine/config';
import { newId, SystemClock, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import fc from 'fast-check';
import { accessTokenJwt } from './access-token-jwt.js';
import { AccessTokenKeys } from './access-token-keys.js';
import { AccessTokens } from './access-tokens.js';

const settings = loadSettings({ JWT_SECRET_KEY: '0123456789abcdef0123456789abcdef', SECRET_KEY: 'x'.repeat(32), SUPERADMIN_PASSWORD: 'irrelevant-here' });
const keys = new AccessTokenKeys(settings.values.JWT_SECRET_KEY);
const tokens = new AccessTokens(settings, keys, accessTokenJwt(keys), new SystemClock());
const token = tokens.sign({ sub: newId<UserId>(), sid: newId<SessionId>(), tid: newId<TenantId>() }).token;

describe('AccessTokens on hostile input', () => {
  // The valid token is remembered first: the mutants must not profit from it.
  beforeAll(() => expect(tokens.verify(token)).not.toBeNull());

  it('TK-12 refuses every token in which one byte was changed', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const mutant = Buffer.from(token, 'latin1');
        fc.pre(mutant[at] !== byte);
        mutant[at] = byte;
        expect(tokens.verify(mutant.toString('latin1'))).toBeNull();
      }),
      { numRuns: 5_000 },
    );
  });

  it('TK-12 refuses every change of the last character, whose spare bits decoders ignore', () => {
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n') {
      if (!token.endsWith(last)) expect(tokens.verify(token.slice(0, -1) + last)).toBeNull();
    }
  });

  it('TK-12 refuses a token cut anywhere', () => {
    for (let length = 0; length < token.length; length += 1) expect(tokens.verify(token.slice(0, length))).toBeNull();
  });

  it('TK-12 refuses padding, white space, further parts and standard base64', () => {
    const [header, payload, signature] = token.split('.');
    const others = [
      `${token}=`, `${token}==`, `${token}.`, `.${token}`, ` ${token}`, `${token} `, `${token}\n`, `${token}\r\n`, `${token}\u0000`,
      `${token}.${signature}`, `${header}.${payload}=.${signature}`,
      `${header}=.${payload}.${signature}`, `${header}..${signature}`, `${header}.${payload}..${signature}`, `Bearer ${token}`,
      token.replace('.', '\uff0e'), token.toUpperCase(), `${token}${token}`, `\ufeff${token}`,
      `${header}.${Buffer.from(Buffer.from(payload ?? '', 'base64url').toString() + ' ').toString('base64url')}.${signature}`,
    ];
    for (const other of others) expect(tokens.verify(other)).toBeNull();
  });

  it('IN-05 answers null to anything, of any type, and never throws', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withObjectString: true, withTypedArray: true });
    fc.assert(fc.property(anything, (input) => tokens.verify(input) === null), { numRuns: 2_000 });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (a, b, c) => tokens.verify(`${a}.${b}.${c}`) === null), { numRuns: 2_000 });
    fc.assert(fc.property(fc.base64String(), fc.base64String(), (b, c) => tokens.verify(`${keys.current.segment}.${b}.${c}`) === null), { numRuns: 2_000 });
  });

  it('IN-05 answers null to objects that pretend to be the token', () => {
    const pretenders: unknown[] = [
      undefined, null, true, 0, NaN, 1n, Symbol('token'), [token], [[token]], { toString: () => token }, { valueOf: () => token }, new String(token),
      Buffer.from(token), () => token,
      Object.create(null), JSON.parse(`{"__proto__":"${token}"}`), '__proto__', 'constructor', '__proto__.__proto__.__proto__', '\u0000', '\ud800', '',
      { get length(): number { throw new Error('looked'); } }, new Proxy({}, { get: () => { throw new Error('looked'); } }),
    ];
    for (const pretender of pretenders) expect(tokens.verify(pretender)).toBeNull();
  });

  it('IN-05 answers null to a megabyte at once', () => {
    const began = process.cpuUsage();
    const mega = 1 << 20;
    const ours = keys.current.segment;
    for (const huge of ['a'.repeat(mega), '.'.repeat(mega), `${ours}.${'A'.repeat(mega)}.${'A'.repeat(43)}`, `${token}${'='.repeat(mega)}`]) {
      expect(tokens.verify(huge)).toBeNull();
    }
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(500);
  });
});
