import { eventual, failed, followed, given, later, mapped, settled, type Taking } from './taking.js';

const FAULT = new Error('the fault');
const fails = (): never => {
  throw FAULT;
};
const plus = (more: number) => (value: number): Taking<number> => given(value + more);

describe('what comes later', () => {
  it('is what is there, or will not be there', async () => {
    expect(await settled(given(1))).toBe(1);
    await expect(settled(failed(FAULT))).rejects.toBe(FAULT);
  });

  it('is there at once where nothing was waited for', () => {
    const came: number[] = [];
    followed(mapped(given(1), (value) => value * 10), plus(2))((read) => came.push(read()));
    expect(came).toEqual([12]);
  });

  it('is what a promise brings, or its fault', async () => {
    expect(await settled(later(() => Promise.resolve(3)))).toBe(3);
    await expect(settled(later(() => Promise.reject(FAULT)))).rejects.toBe(FAULT);
  });

  it('is there at once, or what a promise brings, whichever was given', async () => {
    const came: number[] = [];
    eventual(4)((read) => came.push(read()));
    expect(came).toEqual([4]);
    expect(await settled(eventual(Promise.resolve(5)))).toBe(5);
    await expect(settled(eventual<number>(Promise.reject(FAULT)))).rejects.toBe(FAULT);
  });

  it('fails where a step throws, and later steps are left out', async () => {
    const more = jest.fn(plus(1));
    await expect(settled(followed(mapped(given(1), fails), more))).rejects.toBe(FAULT);
    await expect(settled(followed(followed(given(1), fails), more))).rejects.toBe(FAULT);
    expect(more).not.toHaveBeenCalled();
  });

  it('has another way to go on from a fault, which may fail too', async () => {
    const otherwise = (fault: unknown): Taking<number> => given(fault === FAULT ? 7 : 0);
    expect(await settled(followed(failed(FAULT), plus(1), otherwise))).toBe(7);
    expect(await settled(followed(given(1), plus(1), otherwise))).toBe(2);
    await expect(settled(followed(given(1), fails, otherwise))).rejects.toBe(FAULT);
  });

  it('fails, and nothing else does, where the other way throws before it is gone', () => {
    const reads: (() => number)[] = [];
    followed(failed(new Error('another')), plus(1), fails)((read) => reads.push(read));
    expect(reads).toHaveLength(1);
    expect(reads[0]).toThrow(FAULT);
  });
});
