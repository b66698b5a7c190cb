import { setImmediate } from 'node:timers/promises';
import { SpreadWork } from './spread-work.js';

describe('SpreadWork', () => {
  it('lets so many go on in one turn of the event loop, in order of arrival, and others in between', async () => {
    const work = new SpreadWork(3);
    const seen: (number | 'other')[] = [];
    const all = [1, 2, 3, 4, 5, 6, 7].map((n) => work.turn().then(() => seen.push(n)));
    expect(seen).toEqual([]);
    await setImmediate().then(() => seen.push('other'));
    await setImmediate().then(() => seen.push('other'));
    await Promise.all(all);
    expect(seen).toEqual([1, 2, 3, 'other', 4, 5, 6, 'other', 7]);
  });

  it('begins again after it was done', async () => {
    const work = new SpreadWork(1);
    await work.turn();
    await Promise.all([work.turn(), work.turn()]);
  });
});
