import { createHash, randomUUID } from 'node:crypto';
import { People } from '@authengine/testing';
import { newActor, type Actor } from './kit/actor.js';
import { bearer, call, logInAsSuperAdmin, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root_hash: string;
  readonly note: string;
}
interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly leaf_hash: string;
  readonly checkpoint: string | null;
  readonly entry: { readonly id: string; readonly ip_address: string | null };
  readonly salts: Record<string, string>;
}
interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly field: string }[];
}

describe('AU-01 evidence of the audit log', () => {
  let test: TestApp;
  let admin: string;
  let owner: Actor;
  let other: Actor;
  let tenant: string;
  let otherTenant: string;

  beforeAll(async () => {
    test = await createTestApp();
    admin = (await logInAsSuperAdmin(test)).access_token;
    [owner, other] = [await newActor(test), await newActor(test)];
    [tenant, otherTenant] = [await new People(test.dataSource).tenant(owner.id), await new People(test.dataSource).tenant(other.id)];
    // Reading is on record too, so each log has entries now.
    for (const [actor, id] of [[owner, tenant], [other, otherTenant]] as const) {
      for (let i = 0; i < 4; i += 1) expect((await actor.ask('GET', `/tenants/audit/${id}/audit-logs`)).status).toBe(200);
    }
  });
  afterAll(() => test.close());

  const asAdmin = <T>(method: string, path: string): Promise<Answer<T>> => call<T>(test, method, `/platform/audit${path}`, undefined, bearer(admin));
  const asOwner = <T>(method: string, path: string): Promise<Answer<T>> => owner.ask<T>(method, `/tenants/audit/${tenant}${path}`);
  const entriesOf = async (actor: Actor, id: string): Promise<string[]> => (await actor.ask<{ id: string }[]>('GET', `/tenants/audit/${id}/audit-logs?limit=100`)).body.map((entry) => entry.id);

  it('is signed on demand, and the newest checkpoint is there for who may read the log', async () => {
    const signed = await asAdmin<Checkpoint>('POST', '/checkpoint');
    expect(signed).toMatchObject({ status: 200, body: { origin: 'auth.test/audit/platform' } });
    expect(signed.body.note.split('\n').slice(0, 3)).toEqual([signed.body.origin, String(signed.body.size), signed.body.root_hash]);
    expect((await asAdmin('GET', '/checkpoint')).body).toEqual(signed.body);
    const ofTenant = await asOwner<Checkpoint>('POST', '/checkpoint');
    expect(ofTenant).toMatchObject({ status: 200, body: { origin: `auth.test/audit/tenants/${tenant}` } });
    expect(ofTenant.body.size).toBeGreaterThanOrEqual(4);
    expect(ofTenant.body.size).toBeLessThan(signed.body.size);
    const onRecord = await call<{ action: string; metadata: unknown }[]>(test, 'GET', '/platform/audit?action=audit.log.signed', undefined, bearer(admin));
    expect(onRecord.body.map(({ metadata }) => metadata)).toEqual([{ size: ofTenant.body.size }, { size: signed.body.size }]);
  });

  it('proves an entry with its leaf, and whoever has the salt can check its personal fields', async () => {
    const [id = ''] = await entriesOf(owner, tenant);
    await asOwner('POST', '/checkpoint');
    const { status, body } = await asOwner<Inclusion>('GET', `/proofs/inclusion?entry_id=${id.toUpperCase()}`);
    expect(status).toBe(200);
    expect(createHash('sha256').update(Buffer.of(0)).update(body.leaf).digest('base64')).toBe(body.leaf_hash);
    const leaf = JSON.parse(body.leaf) as { entry: { id: string; personal: Record<string, string> }; index: number; log: string };
    expect(leaf).toMatchObject({ entry: { id }, index: body.index, log: `auth.test/audit/tenants/${tenant}` });
    expect(JSON.stringify(leaf)).not.toContain(body.entry.ip_address ?? 'no address');
    const digest = createHash('sha256').update(Buffer.from(body.salts['ip_address'] ?? '', 'base64')).update(JSON.stringify(['ip_address', body.entry.ip_address])).digest('base64');
    expect(leaf.entry.personal['ip_address']).toBe(digest);
    expect(body.checkpoint).toMatch(new RegExp(`^auth.test/audit/tenants/${tenant}\n${body.size}\n`));
  });

  it('does not prove at once what no checkpoint has yet, and says so', async () => {
    await asOwner('GET', '/audit-logs?limit=1');
    const [id = ''] = (await entriesOf(owner, tenant)).slice(0, 1);
    expect(await asOwner<Problem>('GET', `/proofs/inclusion?entry_id=${id}`)).toMatchObject({ status: 404, body: { code: 'audit_evidence.not_signed_yet' } });
  });

  it('proves that the log only grew', async () => {
    const { body: first } = await asOwner<Checkpoint>('GET', '/checkpoint');
    await asOwner('GET', '/audit-logs');
    const { body: second } = await asOwner<Checkpoint>('POST', '/checkpoint');
    const { status, body } = await asOwner<Record<string, unknown>>('GET', `/proofs/consistency?from=${first.size}&to=${second.size}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ from_root_hash: first.root_hash, to_root_hash: second.root_hash });
    expect(body['proof']).not.toEqual([]);
  });

  it("shows a tenant nothing of another's log, nor of the platform's", async () => {
    const [theirs = ''] = await entriesOf(other, otherTenant);
    await other.ask('POST', `/tenants/audit/${otherTenant}/checkpoint`);
    expect(await asOwner<Problem>('GET', `/proofs/inclusion?entry_id=${theirs}`)).toMatchObject({ status: 404, body: { code: 'audit_evidence.entry_unknown' } });
    for (const path of ['/checkpoint', `/proofs/inclusion?entry_id=${theirs}`, '/proofs/consistency?from=1&to=2']) {
      expect((await owner.ask('GET', `/tenants/audit/${otherTenant}${path}`)).status).toBe(404);
      expect((await owner.ask('GET', `/platform/audit${path}`)).status).toBe(403);
      expect((await call(test, 'GET', `/platform/audit${path}`)).status).toBe(401);
    }
    expect((await owner.ask('POST', `/tenants/audit/${otherTenant}/checkpoint`)).status).toBe(404);
  });

  it('knows no entry that is none', async () => {
    expect(await asAdmin<Problem>('GET', `/proofs/inclusion?entry_id=${randomUUID()}`)).toMatchObject({ status: 404, body: { code: 'audit_evidence.entry_unknown' } });
  });

  it.each([
    ['/proofs/inclusion', 'entry_id'],
    ['/proofs/inclusion?entry_id=x', 'entry_id'],
    ['/proofs/inclusion?entry_id[$ne]=x', 'entry_id'],
    [`/proofs/inclusion?entry_id=${randomUUID()}&size=0`, 'size'],
    [`/proofs/inclusion?entry_id=${randomUUID()}&size=1e3`, 'size'],
    ['/proofs/consistency', 'from'],
    ['/proofs/consistency?from=0&to=1', 'from'],
    ['/proofs/consistency?from=2&to=1', 'from'],
    ['/proofs/consistency?from=1&to=99999999', 'to'],
    ['/proofs/consistency?from=1&to=-1', 'to'],
  ])('refuses %s and names %s', async (path, field) => {
    const { status, body } = await asAdmin<Problem>('GET', path);
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.field) ?? [field]).toContain(field);
  });

  it('refuses a size at which the log did not have the entry', async () => {
    const [newest = ''] = await entriesOf(owner, tenant);
    expect(await asOwner<Problem>('GET', `/proofs/inclusion?entry_id=${newest}&size=1`)).toMatchObject({ status: 400, body: { errors: [{ field: 'size' }] } });
  });

  it('tells everybody the public keys, and nobody the private ones', async () => {
    const { status, body } = await call<{ keys: Record<string, string | null>[] }>(test, 'GET', '/audit/keys');
    expect(status).toBe(200);
    expect(body.keys).toHaveLength(1);
    expect(Object.keys(body.keys[0] ?? {}).sort()).toEqual(['created_at', 'public_key', 'retired_at', 'verifier_key']);
    expect(body.keys[0]?.['verifier_key']).toMatch(/^auth\.test\/audit\/platform\+[0-9a-f]{8}\+A/);
  });
});
