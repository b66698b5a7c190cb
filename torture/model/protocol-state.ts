/** What is held for the one user, session, tenant or key that the model is about. A state's number is its version: each change takes something. */
export type Version = number;

/** There is none. */
export const NONE = -1;

/** What one Redis holds. An entry of version 0 says "active"; each later one is what a change has left. */
export interface Content {
  readonly epoch: number;
  readonly entry: Version;
}

/** A call that ends something, until it is answered. */
interface Call {
  readonly version: Version;
  /** Whether its 2xx promises that the end counts: not so for what ends by the way, as the oldest session at a login. */
  readonly promises: boolean;
  /** The epoch that its write found; undefined while the write is on its way. */
  readonly found: number | undefined;
}

/** Where a node is that reads the log again before it trusts the cache. */
type Replay = 'none' | 'marked' | 'read' | 'written';

export interface NodeState {
  readonly trusts: boolean;
  /** The server whose cache it trusts is the one that answers now. */
  readonly sameServer: boolean;
  /** The highest epoch that it has seen. */
  readonly epoch: number;
  readonly call: Call | null;
  /** Writes on their way to Redis: of a change, and of a value that was read from PostgreSQL. They outlive the node. */
  readonly publishing: Version;
  readonly filling: Version;
  readonly replay: Replay;
  /** What its replay has read from the log. */
  readonly replayed: Version;
  /** It has been given a reason to distrust since its replay began. */
  readonly doubts: boolean;
  /** The server at the end of its replay is the one of the mark. */
  readonly markedServer: boolean;
  readonly markInRedis: boolean;
  readonly markInOlder: boolean;
}

export interface ProtocolState {
  /** In PostgreSQL. */
  readonly version: Version;
  /** The newest change in the log that may be missing in the cache; 0 for none. */
  readonly pending: Version;
  /** The newest change that a caller was told counts; 0 for none. */
  readonly acknowledged: Version;
  readonly redis: Content;
  /** A replica that lags, or a dump: what Redis may have after a failover or a restore. */
  readonly older: Content;
  /** The replica follows this very server, and so has its history's name. */
  readonly olderIsOfServer: boolean;
  readonly faults: number;
  readonly nodes: readonly NodeState[];
}

const FRESH_NODE: NodeState = {
  trusts: true,
  sameServer: true,
  epoch: 0,
  call: null,
  publishing: NONE,
  filling: NONE,
  replay: 'none',
  replayed: 0,
  doubts: false,
  markedServer: false,
  markInRedis: false,
  markInOlder: false,
};

/** Every node has just read the log, and the entry says what PostgreSQL says. */
export function beginning(nodes: number): ProtocolState {
  return {
    version: 0,
    pending: 0,
    acknowledged: 0,
    redis: { epoch: 0, entry: 0 },
    older: { epoch: NONE, entry: NONE },
    olderIsOfServer: true,
    faults: 0,
    nodes: Array.from({ length: nodes }, () => FRESH_NODE),
  };
}

/**
 * Nodes are alike, so states that differ in their order alone are one; and what nothing can ask about any more makes no
 * difference: the replica when no fault is left to come, the mark of a replay that is over.
 */
export function keyOf({ nodes, version, pending, acknowledged, redis, older, olderIsOfServer, faults }: ProtocolState, olderMatters: boolean): string {
  const replica = olderMatters ? [older.epoch + 1, older.entry + 1, Number(olderIsOfServer)] : [];
  const head = String.fromCharCode(version, pending, acknowledged, redis.epoch + 1, redis.entry + 1, faults, ...replica);
  return head + nodes.map((node) => keyOfNode(node, olderMatters)).sort().join('');
}

const REPLAYS: readonly Replay[] = ['none', 'marked', 'read', 'written'];

function keyOfNode(node: NodeState, olderMatters: boolean): string {
  const { call, replay } = node;
  const trust = node.trusts ? 1 + Number(node.sameServer) : 0;
  const marks = Number(node.doubts) + 2 * Number(node.markedServer) + 4 * Number(node.markInRedis) + (olderMatters ? 8 * Number(node.markInOlder) : 0);
  const replays = replay === 'none' ? 0 : (REPLAYS.indexOf(replay) * 16 + marks) * 4 + node.replayed;
  const calls = call ? 1 + Number(call.promises) + 2 * (call.version * 8 + (call.found ?? -2) + 2) : 0;
  return String.fromCharCode(trust * 4 + node.epoch, (node.publishing + 1) * 8 + node.filling + 1, replays, calls);
}
