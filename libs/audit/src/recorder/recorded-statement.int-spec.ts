import { ConfigModule } from '@authengine/config';
import { AfterCommit, defineAuditEvents, InTransaction, RecordedStatementPort, runInRequest, ServerErrors, type AuditEvent, type EntryParameters, type HappenedEvent } from '@authengine/contracts';
import { Clock, newId, SystemClock } from '@authengine/kernel';
import { PersistenceModule, Transactions } from '@authengine/persistence';
import { openTestDatabase, testSettings, type TestDatabase } from '@authengine/testing';
import { Global, Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { AuditModule } from '../audit.module.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditedCall, runInCall } from './audited-call.js';

const Events = defineAuditEvents({
  counted: { name: 'sample.statement.counted', description: '', resource: 'User', metadata: ['by'] },
  heardWithin: { name: 'sample.statement.heard_within', description: '', resource: 'User' },
  heardAfter: { name: 'sample.statement.heard_after', description: '', resource: 'User' },
});

@Injectable()
class Listening {
  @InTransaction(Events.heardWithin) within(_event: HappenedEvent): Promise<void> { return Promise.resolve(); }
  @AfterCommit('statement.after', Events.heardAfter) after(_event: HappenedEvent): Promise<void> { return Promise.resolve(); }
}

@Global()
@Module({ providers: [Listening, { provide: Clock, useClass: SystemClock }], exports: [Clock] })
class AroundModule {}

describe('RecordedStatement', () => {
  const [thing, actor] = [newId(), newId()];
  let database: TestDatabase;
  let node: TestingModule;
  let recorded: RecordedStatementPort;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await openTestDatabase();
    const settings = testSettings(database.address.kind === 'server' ? { POSTGRES_URL: database.address.url } : {});
    node = await Test.createTestingModule({ imports: [ConfigModule.forRoot(settings), AroundModule, PersistenceModule.forRoot(settings, database.address), AuditModule.forRoot(settings)] }).compile();
    // Not initialised, so no relay takes away what is looked at here.
    await node.get(AuditRelay).stop();
    recorded = node.get(RecordedStatementPort);
    transactions = node.get(Transactions);
    await transactions.manager.query('CREATE TABLE counted_things (id uuid PRIMARY KEY, owner_id uuid, count integer)');
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(async () => {
    await transactions.manager.query('TRUNCATE counted_things, audit_outbox');
    await transactions.manager.query('INSERT INTO counted_things VALUES ($1, $2, 0)', [thing, actor]);
  });

  const count = (event: AuditEvent, id = thing, details = {}): Promise<number | null> =>
    recorded.run(event, { resourceId: id, ...details }, async (entry: EntryParameters) => {
      const [row] = await transactions.manager.query<{ count: number }[]>(
        `WITH counted AS (UPDATE counted_things SET count = count + 1 WHERE id = $1 RETURNING owner_id, count),
              recorded AS (${recorded.sql({ of: 'counted', id: '$2', entry: '$3', actorId: 'owner_id', targetUserId: 'owner_id' })}) SELECT count FROM counted`,
        [id, entry.id, entry.entry],
      );
      return row?.count ?? null;
    });
  const waiting = async (): Promise<unknown[]> => (await transactions.manager.query<{ entry: unknown }[]>('SELECT entry FROM audit_outbox')).map(({ entry }) => entry);
  const counted = async (): Promise<unknown> => (await transactions.manager.query<{ count: number }[]>('SELECT count FROM counted_things'))[0]?.count;

  it('adds the entry with what only the changed row knows, and what only the request does', async () => {
    const request = { requestId: 'request-1', ip: '192.0.2.7', userAgent: 'a browser', method: 'POST', principal: null };
    expect(await runInRequest(request as never, () => count(Events.counted, thing, { metadata: { by: 'one', secret: 'is not declared' } }))).toBe(1);
    expect(await waiting()).toEqual([
      expect.objectContaining({ action: 'sample.statement.counted', actor_id: actor, target_user_id: actor, resource_id: thing, status: 'success', request_id: 'request-1', ip_address: '192.0.2.7', user_agent: 'a browser', metadata: { by: 'one' } }),
    ]);
  });

  it('has nothing on record where nothing was changed', async () => {
    expect(await count(Events.counted, newId())).toBeNull();
    expect(await waiting()).toEqual([]);
  });

  it('changes nothing whose entry cannot be added, and answers 503', async () => {
    await transactions.manager.query("ALTER TABLE audit_outbox ADD CONSTRAINT closed CHECK (entry->>'action' <> 'sample.statement.counted')");
    await expect(count(Events.counted)).rejects.toMatchObject({ code: ServerErrors.unavailable.code, status: 503 });
    await expect(recorded.run(Events.counted, {}, () => transactions.manager.query('SELECT 1 / 0'))).rejects.toMatchObject({ driverError: { code: '22012' } });
    await transactions.manager.query('ALTER TABLE audit_outbox DROP CONSTRAINT closed');
    expect(await counted()).toBe(0);
  });

  it('replaces the handler’s own event, unless nothing was changed', async () => {
    const call = new AuditedCall(Events.counted, null);
    await runInCall(call, () => count(Events.counted, newId()));
    expect(call.onRecord).toBe('nothing');
    await runInCall(call, () => count(Events.counted));
    expect(call.onRecord).toBe('own');
  });

  it.each([Events.heardWithin, Events.heardAfter])('leaves $name, to which somebody listens, to a transaction', async (event) => {
    expect(await count(event)).toBeNull();
    expect([await counted(), await waiting()]).toEqual([0, []]);
  });

  it('does nothing inside a transaction, which has an end of its own', async () => {
    expect(await transactions.run(() => count(Events.counted))).toBeNull();
    expect([await counted(), await waiting()]).toEqual([0, []]);
  });
});
