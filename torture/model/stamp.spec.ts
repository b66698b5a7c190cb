import { explore } from './explorer.js';
import { ALL_STAMP_MENDS, stamp, type StampMends } from './stamp.js';

const BOUNDS = { changes: 2, forgets: 2 };

describe('a snapshot that is kept under the stamp of all tenants', () => {
  it('is never older than an acknowledged change, whatever comes in which order', () => {
    expect(explore(stamp(ALL_STAMP_MENDS, BOUNDS))).toEqual({ states: expect.any(Number), history: null });
  });

  it.each(Object.keys(ALL_STAMP_MENDS) as (keyof StampMends)[])('would be older without: %s', (mend) => {
    const { history } = explore(stamp({ ...ALL_STAMP_MENDS, [mend]: false }, BOUNDS));
    expect(history?.at(-1)).toMatch(/^it answers from version \d after version \d was acknowledged$/);
  });
});
