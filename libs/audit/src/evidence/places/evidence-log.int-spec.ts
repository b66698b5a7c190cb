import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { openTestDatabase, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import type { AuditEntry } from '../../entry/audit-entry.js';
import { newEntryId } from '../../entry/entry-id.js';
import { EvidenceLog } from './evidence-log.js';

const TENANT = 'a2f0c9d4-6f0d-4a55-8a3c-1d7c2f0b9e11';

describe('AU-01 places in the Merkle logs', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.address)).initialize();
    transactions = new Transactions(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const entries = (count: number): AuditEntry[] =>
    Array.from({ length: count }, (_, n) => ({
      id: newEntryId(new Date(1_790_000_000_000 + n)), action: 'sample.thing.done', resource: 'User', resourceId: null, actorId: null, targetUserId: null, tenantId: TENANT,
      status: 'success' as const, ipAddress: null, userAgent: null, requestId: null, metadata: { n }, createdAt: new Date(1_790_000_000_000 + n),
    }));

  // On the embedded Postgres, which has one session, they come one after the other.
  it('are given once by eight who place the same entries at once, and in one order', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const batch = entries(20);
      await Promise.all(Array.from({ length: 8 }, () => transactions.run(() => new EvidenceLog(transactions, 'http://auth.test').append(batch))));
      const [{ places, platform, tenant, size } = { places: 0, platform: 0, tenant: 0, size: '' }] = await dataSource.query<{ places: number; platform: number; tenant: number; size: string }[]>(
        `SELECT count(*)::int AS places, count(DISTINCT platform_index)::int AS platform, count(DISTINCT tenant_index)::int AS tenant, (SELECT string_agg(size::text, ' ' ORDER BY log) FROM audit_logs) AS size FROM audit_places`,
      );
      const all = round * 20;
      expect({ places, platform, tenant, size }).toEqual({ places: all, platform: all, tenant: all, size: `${all} ${all}` });
    }
  });
});
