import type { Ending } from '@authengine/persistence';
import { hearingOf, revocationsOf, type Revocation } from './revocation.js';

const ending = (given: Partial<Ending>): Ending => ({ seq: 1, epoch: 7, key: 's:1', value: 'x', subject: 'u', tenants: [], ...given });
const of = (...endings: Ending[]): Revocation[] => revocationsOf(endings, new Map(), 'platform');

describe('an ending in the words of the stream', () => {
  it.each([
    ['s:1', 'x', 'session', '1'],
    ['u:2', 'x', 'user', '2'],
    ['u:2', 'SUSPENDED', 'user', '2'],
    ['u:2', 'ACTIVE', 'access', '2'],
    ['t:3', 'ACTIVE', 'tenant', '3'],
    ['t:3', 'x', 'tenant', '3'],
    ['k:abc', 'x', 'key', 'u'],
    ['g:9', 'x', 'access', 'u'],
    ['a:8', 'DISABLED', 'access', '8'],
  ])('%s with %s is %s %s', (key, value, kind, id) => {
    expect(of(ending({ key, value }))).toEqual([expect.objectContaining({ epoch: 7, kind, id })]);
  });

  it('is left out when it is no cache entry of the product', () => {
    expect(of(ending({ key: 'x:1' }))).toEqual([]);
  });

  it('comes once when the change was logged under several subjects, for the hearers of all', () => {
    expect(of(ending({ tenants: ['a'] }), ending({ seq: 2, subject: 'b', tenants: ['b'] }), ending({ seq: 3, epoch: 8 }))).toEqual([
      expect.objectContaining({ epoch: 7, tenants: new Set(['a', 'b']) }),
      expect.objectContaining({ epoch: 8 }),
    ]);
  });

  it('is also for the tenants that the user belongs to by now', () => {
    expect(revocationsOf([ending({ tenants: ['a'] })], new Map([['u', ['b']]]), null)[0]?.tenants).toEqual(new Set(['a', 'b']));
  });
});

describe('what a key hears', () => {
  const revocation = (given: Partial<Revocation>): Revocation => ({ epoch: 1, kind: 'session', id: '1', tenants: new Set(['a']), concernsAll: false, ...given });
  const [ofPlatform, ofA, ofB] = [{ keyId: 'p', tenantId: null }, { keyId: 'ka', tenantId: 'a' }, { keyId: 'kb', tenantId: 'b' }];
  const heard = (given: Partial<Revocation>): string[] => [ofPlatform, ofA, ofB].map((hearer) => hearingOf(hearer, revocation(given)));

  it('is everything for a platform key, and for a tenant’s key what concerns its tenant, its members or itself', () => {
    expect(heard({})).toEqual(['told', 'told', 'nothing']);
    expect(heard({ kind: 'user' })).toEqual(['told', 'told', 'nothing']);
    expect(heard({ kind: 'access' })).toEqual(['told', 'told', 'nothing']);
    expect(heard({ kind: 'tenant', id: 'b' })).toEqual(['told', 'nothing', 'told']);
    expect(heard({ kind: 'key', id: 'ka' })).toEqual(['told', 'told', 'nothing']);
    expect(heard({ tenants: new Set() })).toEqual(['told', 'nothing', 'nothing']);
  });

  it('is that everything is outdated, when an application or a token of its own has ended', () => {
    for (const told of [ending({ key: 'a:8' }), ending({ key: 'g:9', value: 'o' })]) expect([ofPlatform, ofA, ofB].map((hearer) => hearingOf(hearer, of(told)[0]!))).toEqual(['reset', 'reset', 'reset']);
    expect([ofPlatform, ofA, ofB].map((hearer) => hearingOf(hearer, of(ending({ key: 'g:9', tenants: ['a'] }))[0]!))).toEqual(['told', 'told', 'nothing']);
  });

  it('is that everything is outdated, when it is not known whom the ending concerns', () => {
    expect(heard({ tenants: null })).toEqual(['told', 'reset', 'reset']);
    expect(heard({ kind: 'tenant', id: 'platform', concernsAll: true })).toEqual(['told', 'reset', 'reset']);
    expect(heard({ kind: 'key', id: 'p', tenants: null })).toEqual(['told', 'nothing', 'nothing']);
  });
});
