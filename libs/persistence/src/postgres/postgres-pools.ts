import type { DataSource } from 'typeorm';
import type { ReservedConnections } from './reserved-connections.js';

/** What the driver's pool tells of itself. */
interface DriversPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

export interface PoolCounts {
  /** `introspection` is POSTGRES_RESERVED_CONNECTIONS; `shared` is for all else. */
  readonly pool: 'shared' | 'introspection';
  readonly busy: number;
  readonly idle: number;
  /** Those who wait for a connection. */
  readonly waiting: number;
}

/** How this process's connections to Postgres are used now. */
export class PostgresPools {
  constructor(
    private readonly shared: DataSource,
    private readonly reserved: ReservedConnections,
  ) {}

  counts(): PoolCounts[] {
    return [...countsOf('shared', this.shared), ...countsOf('introspection', this.reserved.source)];
  }
}

function countsOf(pool: PoolCounts['pool'], source: DataSource | null): PoolCounts[] {
  const drivers = (source?.driver as { readonly master?: Partial<DriversPool> } | undefined)?.master;
  if (drivers?.totalCount === undefined || drivers.idleCount === undefined || drivers.waitingCount === undefined) return [];
  return [{ pool, busy: drivers.totalCount - drivers.idleCount, idle: drivers.idleCount, waiting: drivers.waitingCount }];
}
