import { AuditRelay, AuditStore, LiveEvidence, PLATFORM_LOG, RetentionLoop, SigningKeys, tenantLog, verifyBundle, type EvidenceFault, type VerifiedLog } from '@authengine/audit';
import { erasingEvents } from '@authengine/contracts';
import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, type Actor } from './kit/actor.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Entry {
  readonly id: string;
  readonly action: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

describe('entries that were kept long enough', () => {
  let test: TestApp;
  let people: People;
  let tenant: TenantId;
  let ownerId: UserId;
  let rootId: UserId;

  beforeAll(async () => {
    test = await createTestApp({ env: { AUDIT_RETENTION: '*=30,tenant.*=forever', AUDIT_STREAM_DAYS: '60', MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    ownerId = await people.user();
    rootId = await people.newMember(await people.platform(), 'SUPER_ADMIN');
    tenant = await people.tenant(ownerId);
  });
  afterAll(() => test.close());

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => test.dataSource.query(text, values);
  /** Whatever the test's clock says, the session stands. */
  const signedIn = async (id: UserId): Promise<Actor> => {
    const actor = await actorOf(test, id);
    await sql("UPDATE sessions SET idle_expires_at = '2100-01-01', expires_at = '2100-01-01' WHERE user_id = $1", [id]);
    return actor;
  };
  const of = <T>(type: abstract new (...of: never[]) => T): T => test.app.get(type as never, { strict: false });
  const rename = async (name: string): Promise<void> => {
    expect((await (await signedIn(ownerId)).ask('PATCH', `/tenants/${tenant}`, { name })).status).toBe(200);
  };
  const readLog = async (by: UserId, at: string): Promise<Entry[]> => (await (await signedIn(by)).ask<Entry[]>('GET', `${at}?limit=100`)).body;
  const ofTenant = (): Promise<Entry[]> => readLog(ownerId, `/tenants/audit/${tenant}/audit-logs`);
  const prune = async (): Promise<void> => {
    await of(AuditRelay).flush(10_000);
    await of(RetentionLoop).settle();
    await of(AuditRelay).flush(10_000);
  };
  const verified = async (): Promise<VerifiedLog[]> => {
    const logs: VerifiedLog[] = [];
    for await (const log of of(LiveEvidence).verify({ notes: [] })) logs.push(log);
    return logs;
  };
  const faults = async (): Promise<readonly EvidenceFault[]> => (await verified()).flatMap((log) => log.faults);

  it('are removed by event, behind a signed checkpoint and on record; the others stay, and the log is whole', async () => {
    await rename('Acme Two');
    await ofTenant();
    await readLog(rootId, '/platform/audit');
    test.clock.advance({ days: 31 });
    await rename('Acme Three');
    await ofTenant();
    await prune();
    const actions = (await ofTenant()).map(({ action }) => action);
    expect(actions.filter((action) => action === 'tenant.updated')).toHaveLength(2);
    expect(actions.filter((action) => action === 'audit.log.read')).toHaveLength(1);
    const [expired] = (await ofTenant()).filter(({ action }) => action === 'audit.entries.expired');
    expect(expired?.metadata).toMatchObject({ entries: 1, older_than: expect.any(String), platform_size: expect.any(Number), tenant_size: expect.any(Number) });
    const [signed] = await sql<{ size: string }>('SELECT max(size) AS size FROM audit_checkpoints WHERE log = $1', [tenantLog(tenant)]);
    expect(Number(signed?.size)).toBeGreaterThanOrEqual(Number(expired?.metadata['tenant_size']));
    const logs = await verified();
    expect(logs.flatMap((log) => log.faults)).toEqual([]);
    expect(logs.find(({ origin }) => origin.includes(tenant))).toMatchObject({ expiredEntries: 1 });
    expect(logs[0]?.expiredEntries).toBeGreaterThan(1);
    expect(await sql("SELECT 1 FROM audit_places WHERE expired_by IS NOT NULL AND (digests <> '{}' OR salts <> '{}')")).toEqual([]);
    // A second round finds nothing to do, and says nothing.
    const count = (): Promise<unknown[]> => sql('SELECT count(*) FROM audit_expiries');
    const before = await count();
    await prune();
    expect(await count()).toEqual(before);
  });

  it('leave a bundle that verifies elsewhere', async () => {
    const publicKeys = (await of(SigningKeys).published()).map(({ publicKey }) => publicKey);
    for (const log of [PLATFORM_LOG, tenantLog(tenant)]) {
      const lines = await of(LiveEvidence).bundle(log);
      const texts = (async function* () {
        for await (const line of lines ?? []) yield JSON.stringify(line);
      })();
      expect(await verifyBundle(texts, { publicKeys, notes: [], erasingActions: new Set(erasingEvents()) })).toMatchObject({ faults: [] });
    }
  });

  it('go also when the process died between the decision and the removal', async () => {
    const [place] = await sql<{ entry_id: string; expired_by: string }>('SELECT entry_id, expired_by FROM audit_places WHERE expired_by IS NOT NULL AND tenant_log IS NOT NULL');
    const [left] = await of(AuditStore).query({}, { limit: 1 });
    await of(AuditStore).append([{ ...left!, id: place!.entry_id }]);
    await sql('UPDATE audit_expiries SET carried_out_at = NULL WHERE id = $1', [place!.expired_by]);
    await prune();
    expect(await of(AuditStore).find([place!.entry_id])).toEqual([]);
  });

  it('are told from what somebody took away: another entry, one called expired, one called not expired, a cut tail', async () => {
    await rename('Acme Four');
    await prune();
    await (await signedIn(rootId)).ask('POST', '/platform/audit/checkpoint');
    const [kept] = await of(AuditStore).query({ actions: ['tenant.updated'] }, { limit: 1 });
    const [gone] = await sql<{ entry_id: string; expired_by: string }>('SELECT entry_id, expired_by FROM audit_places WHERE expired_by IS NOT NULL AND tenant_log IS NOT NULL');
    const mark = (id: string, expiry: string | null): Promise<unknown> => sql('UPDATE audit_places SET expired_by = $2 WHERE entry_id = $1', [id, expiry]);
    expect(await faults()).toEqual([]);
    for (const expiry of [gone!.expired_by, newId()]) {
      await mark(kept!.id, expiry);
      expect((await faults())[0]).toMatchObject({ kind: 'missing' });
    }
    await mark(kept!.id, null);
    await mark(gone!.entry_id, null);
    expect((await faults()).map(({ kind, entryId }) => [kind, entryId])).toContainEqual(['missing', gone!.entry_id]);
    await mark(gone!.entry_id, gone!.expired_by);
    expect(await faults()).toEqual([]);
    await of(AuditStore).remove([kept!.id]);
    expect((await faults())[0]).toMatchObject({ kind: 'missing', entryId: kept!.id });
    await sql('DELETE FROM audit_places WHERE platform_index = (SELECT max(platform_index) FROM audit_places)');
    expect((await faults()).map(({ kind }) => kind)).toContain('cut');
  });

  it('take their order along: a consumer that was away for longer is told so, and a quiet tenant’s goes on', async () => {
    const quiet = await people.tenant(ownerId);
    await (await signedIn(ownerId)).ask('PATCH', `/tenants/${quiet}`, { name: 'Quiet' });
    const stream = async (path: string, by: UserId): Promise<{ status: number; body: Record<string, unknown> }> => (await signedIn(by)).ask('GET', path);
    const [platform, ofQuiet] = ['/platform/audit/stream', `/tenants/audit/${quiet}/audit-logs/stream`];
    const cursor = String((await stream(`${platform}?after=latest`, rootId)).body['next']);
    const quietCursor = String((await stream(`${ofQuiet}?after=latest`, ownerId)).body['next']);
    for (const name of ['Acme Five', 'Acme Six']) await rename(name);
    await prune();
    expect((await stream(`${platform}?after=${cursor}`, rootId)).status).toBe(200);
    test.clock.advance({ days: 61 });
    await rename('Acme Seven');
    await prune();
    expect(await stream(`${ofQuiet}?after=${quietCursor}`, ownerId)).toMatchObject({ status: 200 });
    const [first] = (await sql<{ entry_id: string }>('SELECT entry_id FROM audit_feed ORDER BY position LIMIT 1'));
    expect(first).toBeDefined();
    const old = (await sql<{ entry_id: string }>('SELECT entry_id FROM audit_places p WHERE NOT EXISTS (SELECT 1 FROM audit_feed f WHERE f.entry_id = p.entry_id) ORDER BY platform_index DESC LIMIT 1'))[0]!;
    expect(await stream(`${platform}?after=${old.entry_id}`, rootId)).toMatchObject({ status: 410, body: { code: 'audit_stream.cursor_expired' } });
    expect(await stream(`${platform}?after=${newId()}`, rootId)).toMatchObject({ status: 400 });
  });

  it('tell a consumer of the platform whose last entry outlived later ones, and not one that missed nothing', async () => {
    const quiet = await people.tenant(ownerId);
    await (await signedIn(ownerId)).ask('PATCH', `/tenants/${quiet}`, { name: 'Quiet again' });
    const stream = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => (await signedIn(rootId)).ask('GET', path);
    await of(AuditRelay).flush(10_000);
    const [cursor] = await sql<{ entry_id: string }>('SELECT entry_id FROM audit_feed WHERE tenant_id = $1 ORDER BY position DESC LIMIT 1', [quiet]);
    for (const name of ['Acme Eight', 'Acme Nine']) await rename(name);
    await prune();
    test.clock.advance({ days: 61 });
    // Nothing was pruned since: whoever was away gets all of it.
    expect(await stream(`/platform/audit/stream?after=${cursor!.entry_id}`)).toMatchObject({ status: 200 });
    await rename('Acme Ten');
    await prune();
    expect(await sql('SELECT 1 FROM audit_feed WHERE entry_id = $1', [cursor!.entry_id])).toHaveLength(1);
    expect(await stream(`/platform/audit/stream?after=${cursor!.entry_id}`)).toMatchObject({ status: 410, body: { code: 'audit_stream.cursor_expired' } });
    const [kept] = await sql<{ entry_id: string }>('SELECT entry_id FROM audit_feed WHERE position >= (SELECT pruned_up_to FROM audit_feed_horizon) ORDER BY position LIMIT 1');
    expect(await stream(`/platform/audit/stream?after=${kept!.entry_id}`)).toMatchObject({ status: 200 });
  });
});
