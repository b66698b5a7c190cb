import fc from 'fast-check';
import { rotationFor, SUCCESSOR_GRACE_MS } from './rotation.js';

const session = { counter: 7, rotatedAtMs: 1_000_000 };

describe('rotationFor', () => {
  it('moves on for the current token, however old', () => {
    expect(rotationFor(7, session, 1_000_000 + 86_400_000)).toBe('rotate');
  });

  it('replays the successor for the immediate predecessor within the grace', () => {
    expect(rotationFor(6, session, 1_000_000)).toBe('replay');
    expect(rotationFor(6, session, 1_000_000 + SUCCESSOR_GRACE_MS)).toBe('replay');
  });

  it('calls the predecessor reused once the grace is over', () => {
    expect(rotationFor(6, session, 1_000_001 + SUCCESSOR_GRACE_MS)).toBe('reused');
  });

  it('SE-05 calls anything older reused, also within the grace', () => {
    expect(rotationFor(5, session, 1_000_000)).toBe('reused');
  });

  it('IF-10 raises no false alarm when the clock steps back', () => {
    expect(rotationFor(6, session, 1_000_000 - 60_000)).toBe('replay');
  });

  it('never rotates for any counter but the current one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (token, counter, now) => {
        fc.pre(token !== counter);
        expect(rotationFor(token, { counter, rotatedAtMs: 0 }, now)).not.toBe('rotate');
      }),
    );
  });
});
