import type { AuditEvent } from '@authengine/contracts';
import fc from 'fast-check';
import { newEntryId } from './entry-id.js';
import { entryMetadata } from './entry-metadata.js';
import { safeText } from './safe-text.js';
import { MAX_DEPTH, safeValue } from './safe-value.js';

const event = (...metadata: string[]): AuditEvent => ({ name: 'sample.thing.done', description: '', resource: 'User', facts: {}, metadata });

describe('metadata of an entry', () => {
  it('keeps what the event declares and nothing else, whatever is handed in', () => {
    expect(entryMetadata(event('email'), { email: 'a@b.test', password: 'hunter2', token: 't' })).toEqual({ email: 'a@b.test' });
    expect(entryMetadata(event(), { password: 'hunter2' })).toEqual({});
    expect(entryMetadata(event('toString', 'email'))).toEqual({});
  });

  it('takes the facts of a refusal from this lib alone', () => {
    expect(entryMetadata(event('email'), { code: 'forged', repeated: 9 })).toEqual({});
    expect(entryMetadata(event('email'), { email: 'a' }, { code: 'auth.forbidden', route: '/x' })).toEqual({ email: 'a', code: 'auth.forbidden', route: '/x' });
  });

  it('keeps UUIDs, dates and bigints inside it as texts', () => {
    const bsonUuid = { toJSON: () => '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b' };
    expect(safeValue({ id: bsonUuid, at: new Date(0), n: 9007199254740993n, none: null, off: undefined, nan: Number.NaN, url: new URL('https://a.test/') })).toEqual({
      id: '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b',
      at: '1970-01-01T00:00:00.000Z',
      n: '9007199254740993',
      none: null,
      nan: 'NaN',
      url: 'https://a.test/',
    });
  });

  it('bounds depth, width and the number of values, and survives circles, bytes and hostile getters', () => {
    const circle: Record<string, unknown> = { name: 'x' };
    circle['self'] = circle;
    expect(safeValue(circle)).toEqual({ name: 'x', self: { name: 'x', self: { name: 'x', self: '[nested too deeply]' } } });
    expect(safeValue(Array.from({ length: 1000 }, (_, i) => i))).toHaveLength(51);
    const wide = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, Array.from({ length: 50 }, () => 'v'.repeat(10_000))]));
    expect(JSON.stringify(safeValue(wide)).length).toBeLessThan(200 * 600);
    expect(safeValue({ bytes: Buffer.from('secret'), error: new TypeError('secret'), run: () => 'secret' })).toEqual({ bytes: '[binary]', error: 'TypeError' });
    expect(safeValue({ get boom(): never { throw new Error('no'); } })).toBe('[unreadable]');
  });

  it('gives names that MongoDB and JavaScript read as nothing of theirs', () => {
    const given = JSON.parse('{"$where": 1, "a.b": 2, "__proto__": {"isAdmin": true}, "": 3}') as unknown;
    expect(Object.keys(safeValue(given) as object).sort()).toEqual(['_', '_where', 'a_b'].sort());
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('is JSON of bounded depth that every store keeps, for any value at all', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withTypedArray: true, withMap: true, withSet: true, maxDepth: 6 }), (value) => {
        const metadata = entryMetadata(event('it'), { it: value });
        const json = JSON.stringify(metadata);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(JSON.parse(json))));
        expect(depthOf(metadata)).toBeLessThanOrEqual(MAX_DEPTH + 1);
        expect(json.isWellFormed()).toBe(true);
        expect(json).not.toContain('\\u0000');
      }),
    );
  });
});

describe('text in an entry', () => {
  it('is one line, whatever an attacker writes', () => {
    expect(safeText('a\r\nb\u001b[31mc\u0000d\u2028e\u202ef\u0085g')).toBe('a\ufffd\ufffdb\ufffd[31mc\ufffdd\ufffde\ufffdf\ufffdg');
    expect(safeText('${jndi:ldap://x}')).toBe('${jndi:ldap://x}');
    expect(safeText('lone \ud800 surrogate')).toBe('lone \ufffd surrogate');
    expect(safeText('Zoë Ødegård 漢字 🎉')).toBe('Zoë Ødegård 漢字 🎉');
  });

  it('is cut visibly and never inside a character', () => {
    expect(safeText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(511)}…`);
    expect(safeText('🎉'.repeat(400))).toBe(`${'🎉'.repeat(255)}…`);
    expect(safeText('x'.repeat(512))).toHaveLength(512);
  });
});

describe('ids of entries', () => {
  it('are UUIDs (version 7) in the order of their making', () => {
    const at = new Date('2026-02-03T04:05:06.789Z');
    const ids = Array.from({ length: 1000 }, () => newEntryId(at));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
