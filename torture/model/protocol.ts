import type { Model, Step } from './explorer.js';
import { beginning, keyOf, NONE, type Content, type NodeState, type ProtocolState, type Version } from './protocol-state.js';

/** What the protocol does so that nothing older than an acknowledged end is answered. Each can be taken out. */
export interface Mends {
  /** The 2xx of a call that ends something comes after its entry was written. */
  readonly answerWaitsForCache: boolean;
  /** A call that finds its work done writes what is pending before its 2xx. */
  readonly repetitionConfirms: boolean;
  /** What ends by the way is pending too until it is written. */
  readonly endsByTheWayArePending: boolean;
  /** Of two entries the newer one stays, in any order of arrival. */
  readonly newerVersionWins: boolean;
  /** The end is written as an entry of its own, and not as the entry's removal. */
  readonly endIsATombstone: boolean;
  /** A read asks in the same round trip which server answers. */
  readonly readNamesItsServer: boolean;
  /** A read asks in the same round trip for the epoch. */
  readonly readChecksTheEpoch: boolean;
  /** Only a replay creates the epoch; a write never does. */
  readonly onlyAReplayMakesTheEpoch: boolean;
  /** A replica's cache is not read. */
  readonly onlyAPrimaryIsRead: boolean;
  /** A replay whose mark is gone at its end begins again. */
  readonly replayLeavesAMark: boolean;
  /** The log is read after the mark was made, and not before. */
  readonly logIsReadAfterTheMark: boolean;
  /** An entry lives longer than any write can be on its way. */
  readonly entriesOutliveWrites: boolean;
}

export const ALL_MENDS: Mends = {
  answerWaitsForCache: true,
  repetitionConfirms: true,
  endsByTheWayArePending: true,
  newerVersionWins: true,
  endIsATombstone: true,
  readNamesItsServer: true,
  readChecksTheEpoch: true,
  onlyAReplayMakesTheEpoch: true,
  onlyAPrimaryIsRead: true,
  replayLeavesAMark: true,
  logIsReadAfterTheMark: true,
  entriesOutliveWrites: true,
};

export interface Bounds {
  readonly nodes: number;
  readonly changes: number;
  readonly faults: number;
}

type Steps = Iterable<Step<ProtocolState>>;

/** The protocol of revocations, with every order in which its messages, calls, questions and faults can happen. */
export function protocol(mends: Mends, bounds: Bounds): Model<ProtocolState> {
  return {
    initial: beginning(bounds.nodes),
    keyOf: (state) => keyOf(state, state.faults < bounds.faults || !mends.onlyAPrimaryIsRead),
    *steps(state) {
      for (const [i, node] of state.nodes.entries()) {
        const at: Place = { state, i, node, name: `node ${i + 1}` };
        yield* questions(at, mends, bounds);
        yield* calls(at, mends, bounds);
        yield* arrivals(at, mends);
        yield* replay(at, mends);
        if (state.faults < bounds.faults) yield* nodeFaults(at, mends);
      }
      yield* forgetting(state, mends);
      if (state.faults < bounds.faults) yield* storeFaults(state);
    },
  };
}

interface Place {
  readonly state: ProtocolState;
  readonly i: number;
  readonly node: NodeState;
  readonly name: string;
}

function withNode({ state, i, node }: Place, changes: Partial<NodeState>, others: Partial<ProtocolState> = {}): ProtocolState {
  return { ...state, ...others, nodes: state.nodes.with(i, { ...node, ...changes }) };
}

const DISTRUST = { trusts: false, doubts: true } as const;

/** Each begins now and is answered at once: only what was acknowledged before its beginning counts. */
function* questions(at: Place, mends: Mends, bounds: Bounds): Steps {
  const { state, node, name } = at;
  // A value that was read from PostgreSQL is offered to Redis, and arrives there at any later time. One that nothing can
  // outdate any more is not looked at, nor are two at once.
  if (state.version < bounds.changes && state.nodes.every(({ filling }) => filling === NONE)) yield { does: `${name} reads version ${state.version} from PostgreSQL and offers it`, next: withNode(at, { filling: state.version }) };
  if (!node.trusts) return;
  yield* answer(at, mends, state.redis, node.sameServer, 'the cache');
}

function* answer(at: Place, mends: Mends, { epoch, entry }: Content, sameServer: boolean, source: string): Steps {
  const { state, node, name } = at;
  if ((mends.readNamesItsServer && !sameServer) || (mends.readChecksTheEpoch && epoch < Math.max(node.epoch, 0))) {
    yield { does: `${name} finds that ${source} are not those it trusts`, next: withNode(at, DISTRUST) };
    return;
  }
  const does = `${name} is asked, and answers from ${source}`;
  const next = withNode(at, { epoch: Math.max(epoch, node.epoch) });
  const stale = entry !== NONE && entry < state.acknowledged;
  yield { does, next, ...(stale ? { wrong: `it answers from version ${entry} after version ${state.acknowledged} was acknowledged` } : {}) };
}

function* calls(at: Place, mends: Mends, bounds: Bounds): Steps {
  const { state, node, name } = at;
  const { call } = node;
  if (call === null && node.publishing === NONE) {
    if (state.version < bounds.changes) {
      const version = state.version + 1;
      const begun = { publishing: version, call: { version, promises: true, found: undefined } };
      const ended = { version, pending: version };
      if (mends.answerWaitsForCache) yield { does: `${name} ends something: version ${version} commits`, next: withNode(at, begun, ended) };
      else yield { does: `${name} ends something: version ${version} commits and is acknowledged`, next: withNode(at, { publishing: version }, { ...ended, acknowledged: version }) };
      const byTheWay = { publishing: version, call: { version, promises: false, found: undefined } };
      yield { does: `${name} ends something by the way: version ${version} commits`, next: withNode(at, byTheWay, mends.endsByTheWayArePending ? ended : { version }) };
    }
    if (state.version > 0) yield* repetition(at, mends);
  }
  if (call?.found !== undefined) {
    const whole = call.found >= node.epoch;
    const done = { call: null, ...(whole ? { epoch: call.found } : DISTRUST) };
    const pending = state.pending <= call.version ? 0 : state.pending;
    const acknowledged = call.promises ? Math.max(state.acknowledged, call.version) : state.acknowledged;
    yield { does: `${name} ${call.promises ? `acknowledges version ${call.version}` : 'is done with what ended by the way'}`, next: withNode(at, done, { pending, acknowledged }) };
  }
}

/** The same end is asked for again: it was committed before, here or at another node. */
function* repetition(at: Place, mends: Mends): Steps {
  const { state, name } = at;
  const { version, pending } = state;
  if (mends.repetitionConfirms && pending > 0) {
    yield { does: `${name} is asked to end it again, and writes what is pending`, next: withNode(at, { publishing: pending, call: { version: pending, promises: true, found: undefined } }) };
  } else yield { does: `${name} is asked to end it again, finds it done and acknowledges version ${version}`, next: withNode(at, {}, { acknowledged: version }) };
}

function* arrivals(at: Place, mends: Mends): Steps {
  const { state, node, name } = at;
  if (node.publishing !== NONE) {
    const redis = written(state.redis, node.publishing, node.publishing, mends);
    const heard = node.call && node.call.found === undefined ? { call: { ...node.call, found: redis.epoch } } : {};
    yield { does: `the write of version ${node.publishing} by ${name} arrives`, next: withNode(at, { publishing: NONE, ...heard }, { redis }) };
  }
  if (node.filling !== NONE) {
    const redis = written(state.redis, node.filling, 0, mends);
    const whole = redis.epoch >= node.epoch;
    yield { does: `the offer of version ${node.filling} by ${name} arrives`, next: withNode(at, { filling: NONE, ...(whole ? { epoch: redis.epoch } : DISTRUST) }, { redis }) };
  }
}

function written({ epoch, entry }: Content, version: Version, raisedTo: number, mends: Mends): Content {
  const makes = epoch === NONE && mends.onlyAReplayMakesTheEpoch;
  return { entry: entryAfter(entry, version, mends), epoch: makes ? NONE : Math.max(epoch, raisedTo) };
}

function entryAfter(entry: Version, version: Version, mends: Mends): Version {
  if (version > 0 && !mends.endIsATombstone) return NONE;
  return mends.newerVersionWins ? Math.max(entry, version) : version;
}

/** Before a node trusts the cache again, it writes what the log has; every step of it is one round trip. */
function* replay(at: Place, mends: Mends): Steps {
  const { state, node, name } = at;
  const { redis, version } = state;
  if (node.replay === 'none' && !node.trusts) {
    // Out of order, it has read the log when it makes its mark.
    const marked = { replay: 'marked', doubts: false, replayed: 0, markedServer: true, markInRedis: true } as const;
    if (mends.logIsReadAfterTheMark) yield { does: `${name} begins a replay: it makes its mark`, next: withNode(at, marked) };
    else yield { does: `${name} begins a replay: it reads version ${version} from the log`, next: withNode(at, { replay: 'marked', doubts: false, replayed: version }) };
  }
  if (node.replay === 'marked') {
    if (mends.logIsReadAfterTheMark) yield { does: `${name} reads version ${version} from the log`, next: withNode(at, { replay: 'read', replayed: version }) };
    else yield { does: `${name} makes its mark`, next: withNode(at, { replay: 'read', markedServer: true, markInRedis: true }) };
  }
  if (node.replay === 'read') {
    const entry = node.replayed > 0 ? entryAfter(redis.entry, node.replayed, mends) : redis.entry;
    yield { does: `${name} writes what it read`, next: withNode(at, { replay: 'written' }, { redis: { ...redis, entry } }) };
  }
  if (node.replay === 'written') yield { does: `${name} ends its replay`, next: sealed(at, mends) };
}

function sealed(at: Place, mends: Mends): ProtocolState {
  const { state, node } = at;
  const { redis } = state;
  const over = { replay: 'none', replayed: 0, doubts: false, markedServer: false, markInRedis: false } as const;
  if (mends.replayLeavesAMark && !node.markInRedis) return withNode(at, over);
  const epoch = Math.max(redis.epoch, node.replayed, node.epoch);
  // The server has done so whether or not the node finds that it is another one.
  const others = { redis: { ...redis, epoch } };
  if (mends.readNamesItsServer && !node.markedServer) return withNode(at, over, others);
  return withNode(at, { ...over, epoch, sameServer: true, trusts: !node.doubts }, others);
}

function* nodeFaults(at: Place, mends: Mends): Steps {
  const { state, node, name } = at;
  const faults = state.faults + 1;
  // What it had sent is on its way, whatever becomes of it.
  const reset = { trusts: false, sameServer: false, epoch: 0, call: null, replay: 'none', replayed: 0, doubts: false, markedServer: false, markInRedis: false } as const;
  yield { does: `${name} is killed and starts again`, next: withNode(at, reset, { faults }) };
  if (node.call) yield { does: `${name} hears nothing of its write, and answers 503`, next: withNode(at, { call: null, ...DISTRUST }, { faults }) };
  if (node.publishing !== NONE) yield { does: `the write of version ${node.publishing} by ${name} is lost, and it answers 503`, next: withNode(at, { publishing: NONE, call: null, ...DISTRUST }, { faults }) };
  if (!node.trusts) return;
  if (mends.onlyAPrimaryIsRead) yield { does: `${name} is led to a replica or loses its connection, and distrusts the cache`, next: withNode(at, DISTRUST, { faults }) };
  else yield* answer({ ...at, state: { ...state, faults } }, mends, state.older, node.sameServer && state.olderIsOfServer, "a replica's cache");
}

/** An entry's time is over, or Redis needs its room. */
function* forgetting(state: ProtocolState, mends: Mends): Steps {
  const { redis, nodes } = state;
  if (redis.entry === NONE) return;
  const older = nodes.some(({ filling, publishing, replay, replayed }) => [filling, publishing, replay === 'read' ? replayed : NONE].some((version) => version !== NONE && version < redis.entry));
  if (older && mends.entriesOutliveWrites) return;
  yield { does: `the entry of version ${redis.entry} is forgotten`, next: { ...state, redis: { ...redis, entry: NONE } } };
}

function* storeFaults(state: ProtocolState): Steps {
  const { redis, older, nodes } = state;
  const faults = state.faults + 1;
  const follows = { ...state, older: redis, olderIsOfServer: true, nodes: nodes.map((node) => ({ ...node, markInOlder: node.markInRedis })) };
  yield { does: 'the replica catches up, or a dump is saved', next: follows };
  yield { does: 'Redis is emptied', next: { ...state, faults, redis: { epoch: NONE, entry: NONE }, nodes: nodes.map((node) => ({ ...node, markInRedis: false })) } };
  const elsewhere = nodes.map((node) => ({ ...node, sameServer: false, markedServer: false, markInRedis: node.markInOlder }));
  yield { does: 'Redis fails over to its replica, or is restored from its dump', next: { ...state, faults, redis: older, olderIsOfServer: false, nodes: elsewhere } };
}
