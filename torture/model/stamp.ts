import type { Model, Step } from './explorer.js';

/** How the stamp of all tenants is kept, so that a snapshot under it is never older than an acknowledged change. Each can be taken out. */
export interface StampMends {
  /** A change replaces the stamp in the step that writes the tenant's entry, and not in one before. */
  readonly writtenTogether: boolean;
  /** The stamp is read in the step that reads the versions, and not in one after. */
  readonly readTogether: boolean;
  /** A stamp is never the same as an earlier one, though the store forgot what it had. */
  readonly neverTheSame: boolean;
  /** A change replaces the stamp, whatever version is in the store by then. */
  readonly replacedInAnyCase: boolean;
  /** A write that arrives a second time, as the client of a Cluster may send it, does not bring back the stamp of the first time. */
  readonly anotherEachTime: boolean;
}

export const ALL_STAMP_MENDS: StampMends = { writtenTogether: true, readTogether: true, neverTheSame: true, replacedInAnyCase: true, anotherEachTime: true };

export interface StampBounds {
  readonly changes: number;
  /** How often the store forgets an entry or the stamp, whose time is over. */
  readonly forgets: number;
}

/** A look at the store: what it had, and what had been acknowledged when the question came. */
interface Look {
  readonly entry: number | null;
  /** Undefined before it is read. */
  readonly stamp: number | null | undefined;
  readonly asOf: number;
}

interface Kept {
  /** The version that the kept snapshot was made from. */
  readonly snapshot: number | null;
  /** The stamp under which the snapshot was right. */
  readonly stamp: number | null;
  /** A version that was read from PostgreSQL, and is not kept yet. */
  readonly loading: number | null;
  readonly look: Look | null;
}

interface State {
  /** The tenant's version in PostgreSQL. */
  readonly version: number;
  readonly acknowledged: number;
  readonly entry: number | null;
  readonly stamp: number | null;
  readonly stampsMade: number;
  readonly forgotten: number;
  /** Changes whose entries are on their way; `stamped` when the stamp went ahead. */
  readonly writes: readonly { readonly version: number; readonly stamped: boolean }[];
  /** A version that a node offers the store, read before. */
  readonly offer: number | null;
  readonly stampOffered: boolean;
  /** The stamp of a write that is sent once more, since its answer was lost; one write of all is. */
  readonly again: number | null | 'over';
  readonly node: Kept;
}

type Steps = Iterable<Step<State>>;

/**
 * A tenant of a user of many is changed, and a node is asked about that user all the while; of the others only what they write and
 * offer matters to it. What becomes of the store's server is the first model: here it is always the one that nodes trust.
 */
export function stamp(mends: StampMends, bounds: StampBounds): Model<State> {
  return {
    initial: { version: 0, acknowledged: 0, entry: null, stamp: null, stampsMade: 0, forgotten: 0, writes: [], offer: null, stampOffered: false, again: null, node: { snapshot: null, stamp: null, loading: null, look: null } },
    keyOf,
    *steps(state) {
      if (state.version < bounds.changes) {
        const version = state.version + 1;
        yield { does: `version ${version} commits`, next: { ...state, version, writes: [...state.writes, { version, stamped: false }] } };
      }
      yield* arrivals(state, mends);
      if (state.forgotten < bounds.forgets) yield* forgetting(state);
      if (state.offer === null) yield { does: `a node reads version ${state.version} from PostgreSQL and offers it`, next: { ...state, offer: state.version } };
      if (state.stamp === null && !state.stampOffered) yield { does: 'a node misses the stamp and offers one', next: { ...state, stampOffered: true } };
      yield* questions(state, mends);
    },
  };
}

/** Of stamps it only matters which are the same, so that of two states with others the same can follow. */
function keyOf(state: State): string {
  const names = new Map<number, number>();
  const named = (of: number): number => names.get(of) ?? (names.set(of, names.size), names.size - 1);
  return JSON.stringify({ ...state, stampsMade: 0 }, (key, value: unknown) => ((key === 'stamp' || key === 'again') && typeof value === 'number' ? named(value) : value));
}

function renewed(state: State, { neverTheSame }: StampMends): Pick<State, 'stamp' | 'stampsMade'> {
  return { stamp: neverTheSame ? state.stampsMade + 1 : (state.stamp ?? 0) + 1, stampsMade: state.stampsMade + 1 };
}

function* arrivals(state: State, mends: StampMends): Steps {
  for (const [i, write] of state.writes.entries()) {
    const { version } = write;
    if (!mends.writtenTogether && !write.stamped) {
      yield { does: `the stamp of version ${version} is replaced`, next: { ...state, ...renewed(state, mends), writes: state.writes.with(i, { version, stamped: true }) } };
      continue;
    }
    const isNewer = state.entry === null || version > state.entry;
    const replaces = !write.stamped && (mends.replacedInAnyCase || isNewer);
    const others = { entry: Math.max(state.entry ?? 0, version), writes: state.writes.toSpliced(i, 1), acknowledged: Math.max(state.acknowledged, version) };
    const next = { ...state, ...(replaces ? renewed(state, mends) : {}), ...others };
    yield { does: `the write of version ${version} arrives, and is acknowledged`, next };
    if (state.again === null && next.stamp !== null) yield { does: `the write of version ${version} arrives, is acknowledged, and is on its way again`, next: { ...next, again: next.stamp } };
  }
  if (typeof state.again === 'number') {
    const stampOf = mends.anotherEachTime ? renewed(state, mends) : { stamp: state.again };
    yield { does: 'the write arrives again', next: { ...state, ...stampOf, again: 'over' } };
  }
  if (state.offer !== null) yield { does: `the offer of version ${state.offer} arrives`, next: { ...state, offer: null, entry: Math.max(state.entry ?? 0, state.offer) } };
  if (state.stampOffered) yield { does: 'the offer of a stamp arrives', next: { ...state, stampOffered: false, ...(state.stamp === null ? renewed(state, mends) : {}) } };
}

/** An entry lives longer than any write or offer is on its way, so nothing that is older comes when it is forgotten. */
function* forgetting(state: State): Steps {
  const forgotten = state.forgotten + 1;
  const { entry } = state;
  const onTheirWay = [...state.writes.map(({ version }) => version), ...(state.offer === null ? [] : [state.offer])];
  if (entry !== null && onTheirWay.every((version) => version >= entry)) yield { does: "the store forgets the tenant's entry", next: { ...state, forgotten, entry: null } };
  if (state.stamp !== null) yield { does: 'the store forgets the stamp', next: { ...state, forgotten, stamp: null } };
}

function* questions(state: State, mends: StampMends): Steps {
  const { node } = state;
  const withNode = (changes: Partial<Kept>): State => ({ ...state, node: { ...node, ...changes } });
  const { snapshot, loading, look } = node;
  if (loading !== null) yield { does: `the node keeps a snapshot of version ${loading}`, next: withNode({ snapshot: loading, stamp: null, loading: null, look: null }) };
  else if (look) yield* judging(state, look, withNode);
  else if (snapshot === null) yield { does: `the node reads version ${state.version} from PostgreSQL`, next: withNode({ loading: state.version }) };
  else if (node.stamp !== null && state.stamp === node.stamp) {
    const stale = snapshot < state.acknowledged;
    yield { does: `the node is asked, and answers under the same stamp`, next: state, ...(stale ? { wrong: wrong(snapshot, state.acknowledged) } : {}) };
  } else {
    const begun = { entry: state.entry, stamp: mends.readTogether ? state.stamp : undefined, asOf: state.acknowledged };
    yield { does: `the node is asked, and reads ${mends.readTogether ? 'the stamp and the version' : 'the version'}`, next: withNode({ look: begun }) };
  }
}

function* judging(state: State, look: Look, withNode: (changes: Partial<Kept>) => State): Steps {
  if (look.stamp === undefined) {
    yield { does: `the node reads the stamp`, next: withNode({ look: { ...look, stamp: state.stamp } }) };
    return;
  }
  const snapshot = state.node.snapshot ?? 0;
  // Where the store has no entry, PostgreSQL is asked now.
  if ((look.entry ?? state.version) > snapshot) {
    yield { does: `the node finds that its snapshot is outdated`, next: withNode({ snapshot: null, stamp: null, look: null }) };
    return;
  }
  const stale = snapshot < look.asOf;
  yield { does: `the node answers, and keeps the stamp`, next: withNode({ stamp: look.stamp, look: null }), ...(stale ? { wrong: wrong(snapshot, look.asOf) } : {}) };
}

function wrong(version: number, acknowledged: number): string {
  return `it answers from version ${version} after version ${acknowledged} was acknowledged`;
}
