import { explore } from './explorer.js';
import { ALL_MENDS, protocol, type Mends } from './protocol.js';

const BOUNDS = { nodes: 2, changes: 1, faults: 2 };

describe('the protocol of revocations, while two faults come', () => {
  it.each<[keyof Mends, readonly string[]]>([
    [
      'replayLeavesAMark',
      [
        'node 1 reads version 0 from PostgreSQL and offers it',
        'node 1 ends something: version 1 commits',
        'the write of version 1 by node 1 arrives',
        'node 1 acknowledges version 1',
        'node 1 is killed and starts again',
        'node 1 begins a replay: it makes its mark',
        'node 1 reads version 1 from the log',
        'node 1 writes what it read',
        'Redis is emptied',
        'the offer of version 0 by node 1 arrives',
        'node 1 ends its replay',
        'node 2 is asked, and answers from the cache',
        'it answers from version 0 after version 1 was acknowledged',
      ],
    ],
    [
      'logIsReadAfterTheMark',
      [
        'node 1 is killed and starts again',
        'node 1 begins a replay: it reads version 0 from the log',
        'node 1 ends something: version 1 commits',
        'the replica catches up, or a dump is saved',
        'the write of version 1 by node 1 arrives',
        'node 1 acknowledges version 1',
        'Redis fails over to its replica, or is restored from its dump',
        'node 1 makes its mark',
        'node 1 writes what it read',
        'node 1 ends its replay',
        'node 1 is asked, and answers from the cache',
        'it answers from version 0 after version 1 was acknowledged',
      ],
    ],
  ])('would answer from an older state without %s, at the end of this history', (mend, history) => {
    expect(explore(protocol({ ...ALL_MENDS, [mend]: false }, BOUNDS)).history).toEqual(history);
  }, 300_000);
});
