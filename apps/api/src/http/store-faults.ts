import { types } from 'node:util';

/** ioredis' own errors, and Redis' answers while it loads, fails over or has no quorum. */
const REDIS_NAMES = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError', 'AbortError']);
const REDIS_TEXT = /^(?:Connection is closed|Command timed out|Stream isn't writeable|Cluster isn't ready|All sentinels are unreachable|None of startup nodes|READONLY|LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|OOM )/;

/** The driver's and mongoose's words for a server that cannot be reached or chosen. */
const MONGO_NAMES = /^(?:Mongo(?:Network|NetworkTimeout|ServerSelection|NotConnected|PoolCleared|WaitQueueTimeout|TopologyClosed|OperationTimeout)Error|MongooseServerSelectionError)$/;
const MONGO_TEXT = /before initial connection is complete|buffering timed out/;

/** Whether `error` says that Redis or MongoDB cannot be reached or cannot answer now. */
export function isCacheOrLogStoreUnavailable(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  return REDIS_NAMES.has(error.name) || REDIS_TEXT.test(error.message) || MONGO_NAMES.test(error.name) || MONGO_TEXT.test(error.message);
}
