import { RefusalFloods } from './refusal-floods.js';

describe('floods of refusals', () => {
  const at = (seconds: number): Date => new Date(1_000_000 + seconds * 1000);
  const toldOf = (floods: RefusalFloods, key: string, times: number, when = at(0)): (number | 'each')[] =>
    Array.from({ length: times }, () => floods.tell(key, when)).flatMap((told) => (told === null ? [] : [told.repeated ?? 'each']));

  it('are told one by one up to 20 a minute, then at powers of two with their number', () => {
    expect(toldOf(new RefusalFloods(), 'a', 1000)).toEqual([...Array.from({ length: 20 }, () => 'each'), 32, 64, 128, 256, 512]);
  });

  it('begin anew after a minute', () => {
    const floods = new RefusalFloods();
    toldOf(floods, 'a', 25);
    expect(floods.tell('a', at(59))).toBeNull();
    expect(floods.tell('a', at(60))).toEqual({});
  });

  it('are counted for each source on its own', () => {
    const floods = new RefusalFloods();
    toldOf(floods, 'a', 30);
    expect(floods.tell('b', at(0))).toEqual({});
  });
});
