import { explore } from './explorer.js';
import { ALL_MENDS, protocol, type Bounds, type Mends } from './protocol.js';

const without = (mend: keyof Mends, bounds: Bounds) => explore(protocol({ ...ALL_MENDS, [mend]: false }, bounds)).history;

const STALE = 'it answers from version 0 after version 1 was acknowledged';
const OFFERED = [
  'node 1 reads version 0 from PostgreSQL and offers it',
  'node 1 ends something: version 1 commits',
  'the write of version 1 by node 1 arrives',
  'node 1 acknowledges version 1',
];
const ONE_ASKED = ['node 1 is asked, and answers from the cache', STALE];
const TWO_ASKED = ['node 2 is asked, and answers from the cache', STALE];
const REPEATED = ['node 2 is asked to end it again, finds it done and acknowledges version 1', ...ONE_ASKED];

describe('the protocol of revocations, in every order of its steps', () => {
  it.each<Bounds>([
    { nodes: 2, changes: 1, faults: 1 },
    { nodes: 1, changes: 2, faults: 1 },
  ])('answers nothing older than an acknowledged end: %j', (bounds) => {
    const { states, history } = explore(protocol(ALL_MENDS, bounds));
    expect(history).toBeNull();
    expect(states).toBeGreaterThan(5_000);
  });

  it.each<[keyof Mends, readonly string[]]>([
    ['answerWaitsForCache', ['node 1 ends something: version 1 commits and is acknowledged', ...ONE_ASKED]],
    ['repetitionConfirms', ['node 1 ends something: version 1 commits', ...REPEATED]],
    ['endsByTheWayArePending', ['node 1 ends something by the way: version 1 commits', ...REPEATED]],
    ['newerVersionWins', [...OFFERED, 'the offer of version 0 by node 1 arrives', ...ONE_ASKED]],
    ['endIsATombstone', [...OFFERED, 'the offer of version 0 by node 1 arrives', ...ONE_ASKED]],
    ['entriesOutliveWrites', [...OFFERED, 'the entry of version 1 is forgotten', 'the offer of version 0 by node 1 arrives', ...ONE_ASKED]],
    ['readChecksTheEpoch', [...OFFERED, 'Redis is emptied', 'the offer of version 0 by node 1 arrives', ...TWO_ASKED]],
    ['onlyAReplayMakesTheEpoch', [...OFFERED, 'Redis is emptied', 'the offer of version 0 by node 1 arrives', ...TWO_ASKED]],
    [
      'readNamesItsServer',
      [
        'node 1 ends something: version 1 commits',
        'the replica catches up, or a dump is saved',
        'the write of version 1 by node 1 arrives',
        'node 1 acknowledges version 1',
        'Redis fails over to its replica, or is restored from its dump',
        ...TWO_ASKED,
      ],
    ],
    [
      'onlyAPrimaryIsRead',
      [
        'node 1 ends something: version 1 commits',
        'the replica catches up, or a dump is saved',
        'the write of version 1 by node 1 arrives',
        'node 1 acknowledges version 1',
        "node 2 is asked, and answers from a replica's cache",
        STALE,
      ],
    ],
  ])('would do so without %s, at the end of this history', (mend, history) => {
    expect(without(mend, { nodes: 2, changes: 1, faults: 1 })).toEqual(history);
  });
});
