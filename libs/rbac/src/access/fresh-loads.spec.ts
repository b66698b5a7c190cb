import { FreshLoads } from './fresh-loads.js';

describe('FreshLoads', () => {
  /** A load that ends when told, and gives what was true when it began. */
  const setUp = () => {
    let truth = 0;
    const started: { key: string; finish: () => void; fail: () => void }[] = [];
    const loads = new FreshLoads((key: string) => {
      const seen = truth;
      return new Promise<number>((resolve, reject) => {
        started.push({
          key,
          finish: () => {
            resolve(seen);
          },
          fail: () => {
            reject(new Error('no'));
          },
        });
      });
    });
    return { loads, started, change: () => (truth += 1) };
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('never gives a caller what was loaded before they asked', async () => {
    const { loads, started, change } = setUp();
    const before = loads.get('a');
    change();
    const after = loads.get('a');
    started[0]!.finish();
    expect(await before).toBe(0);
    await settle();
    started[1]!.finish();
    expect(await after).toBe(1);
  });

  it('lets all who ask while one runs share the next', async () => {
    const { loads, started } = setUp();
    const all = Array.from({ length: 20 }, () => loads.get('a'));
    started[0]!.finish();
    await settle();
    expect(started).toHaveLength(2);
    started[1]!.finish();
    await Promise.all(all);
    await settle();
    expect(started).toHaveLength(2);
  });

  it('lets nobody join a waiting load once it has begun', async () => {
    const { loads, started, change } = setUp();
    void loads.get('a');
    void loads.get('a');
    started[0]!.finish();
    await settle();
    change();
    const late = loads.get('a');
    started[1]!.finish();
    await settle();
    started[2]!.finish();
    expect(await late).toBe(1);
  });

  it('keeps keys apart, and a failed load does not fail the next', async () => {
    const { loads, started } = setUp();
    const failing = loads.get('a');
    const next = loads.get('a');
    void loads.get('b');
    expect(started.map(({ key }) => key)).toEqual(['a', 'b']);
    started[0]!.fail();
    await expect(failing).rejects.toThrow('no');
    await settle();
    started[2]!.finish();
    expect(await next).toBe(0);
  });
});
