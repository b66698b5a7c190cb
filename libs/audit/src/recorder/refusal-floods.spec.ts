import { RefusalFloods, type Refusal } from './refusal-floods.js';

describe('floods of refusals', () => {
  const at = (seconds: number): Date => new Date(1_000_000 + seconds * 1000);
  const of = (caller: string, more: Partial<Refusal> = {}): Refusal => ({ caller, known: false, kind: 'k', tenantId: null, ...more });
  const told = (floods: RefusalFloods, refusals: readonly Refusal[], when = at(0)): (number | 'each')[] =>
    refusals.map((refusal) => floods.tell(refusal, when)).flatMap((what) => (what === null ? [] : [what.repeated ?? 'each']));
  const times = (n: number, make: (i: number) => Refusal): Refusal[] => Array.from({ length: n }, (_, i) => make(i));
  const each = (n: number): 'each'[] => Array.from({ length: n }, () => 'each');

  it.each([false, true])('are told one by one up to 20 a minute, then at powers of two with their number (known caller: %s)', (known) => {
    expect(told(new RefusalFloods(), times(1000, () => of('a', { known })))).toEqual([...each(20), 32, 64, 128, 256, 512]);
  });

  it('begin anew after a minute', () => {
    const floods = new RefusalFloods();
    told(floods, times(25, () => of('a')));
    expect(floods.tell(of('a'), at(59))).toBeNull();
    expect(floods.tell(of('a'), at(60))).toEqual({});
  });

  it('are counted for each caller on their own', () => {
    const floods = new RefusalFloods();
    told(floods, times(30, () => of('a')));
    expect(floods.tell(of('b'), at(0))).toEqual({});
  });

  it('of many kinds by one known caller in one log are counted together, and in another log anew', () => {
    const floods = new RefusalFloods();
    expect(told(floods, times(1100, (i) => of('a', { known: true, kind: `k${i % 90}`, tenantId: 't' })))).toEqual([...each(100), 128, 256, 512, 1024]);
    expect(floods.tell(of('a', { known: true, tenantId: 'u' }), at(0))).toEqual({});
  });

  it('by many callers in one tenant are counted together, and each caller’s first is told all the same', () => {
    const floods = new RefusalFloods();
    const flood = told(floods, times(600, (i) => of(`c${i % 20}`, { known: true, tenantId: 't', kind: `k${i}` })));
    expect(flood).toEqual([...each(300), 512]);
    expect(floods.tell(of('newcomer', { known: true, tenantId: 't' }), at(0))).toEqual({});
    expect(floods.tell(of('newcomer', { known: true, tenantId: 't' }), at(0))).toBeNull();
  });
});
