import type { HashingQueue } from '@authengine/crypto';
import type { PostgresPools } from '@authengine/persistence';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { CallerLoad } from '../http/limits/caller-load.js';
import type { Overload } from '../http/limits/overload.js';

export interface LoadSources {
  readonly overload: Overload;
  readonly callers: Readonly<Record<'user' | 'source', CallerLoad>>;
  readonly hashing: HashingQueue;
  readonly pools: PostgresPools;
}

/** How full everything is that is bounded, read when somebody asks; gives the counter of requests that an overload refused. */
export function registerLoadMetrics(registry: Registry, { overload, callers, hashing, pools }: LoadSources): Counter {
  const registers = [registry];
  new Gauge({
    name: 'http_connections',
    help: 'Open connections of clients (limit: CONNECTIONS_AT_ONCE)',
    registers,
    collect() {
      this.set(overload.openConnections);
    },
  });
  new Gauge({
    name: 'caller_requests',
    help: 'Requests that have or await their turn, of users (REQUESTS_AT_ONCE_PER_USER) and of client addresses (REQUESTS_AT_ONCE_PER_SOURCE)',
    labelNames: ['by', 'state'],
    registers,
    collect() {
      for (const [by, load] of Object.entries(callers)) for (const [state, count] of Object.entries(load.counts)) this.set({ by, state }, count);
    },
  });
  new Gauge({
    name: 'password_hashes',
    help: 'Hashes of passwords that are computed or await their turn',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'in_work' }, hashing.inWork);
      this.set({ state: 'waiting' }, hashing.length);
    },
  });
  new Gauge({
    name: 'postgres_connections',
    help: 'Connections to PostgreSQL (POSTGRES_POOL_SIZE, POSTGRES_RESERVED_CONNECTIONS), and requests that wait for one',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const { pool, ...counts } of pools.counts()) for (const [state, count] of Object.entries(counts)) this.set({ pool, state }, count);
    },
  });
  return new Counter({ name: 'http_requests_refused_total', help: 'Requests answered 503 because the process was overloaded', labelNames: ['reason'], registers });
}
