import { setTimeout as after } from 'node:timers/promises';
import type { TenantId } from '@authengine/kernel';
import { onRealPostgres, People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { bearer, call, logIn, PASSWORD, patiently, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Fewer where the embedded Postgres takes one transaction after the other. */
const ROUNDS = onRealPostgres() ? 40 : 5;

interface RoleEntry {
  readonly action: string;
  readonly status: string;
  readonly metadata: { readonly changed?: boolean };
}

/** Many at once, over HTTP, at two nodes on one database; judged by what the database then holds. */
describe('at two nodes at once', () => {
  let nodes: [TestApp, TestApp];
  let people: People;
  let root: Actor;

  beforeAll(async () => {
    const env = { RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100' };
    const first = await createTestApp({ env });
    nodes = [first, await createTestApp({ env, beside: first })];
    people = new People(first.dataSource);
    root = await actorOf(first, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
  });
  afterAll(async () => {
    await nodes[1].close();
    await nodes[0].close();
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => nodes[0].dataSource.query(text, values);
  const at = (i: number): TestApp => nodes[i % 2]!;
  const ask = (i: number, by: Actor, method: string, path: string, body?: unknown): Promise<Answer> => call(at(i), method, path, body, bearer(by.token));
  /** On a slow machine one that waits for the others runs out of time: that one changed nothing, and is asked again. */
  const all = async (count: number, one: (i: number) => Promise<Answer>): Promise<Answer[]> => {
    const answers = await Promise.all(Array.from({ length: count }, (_, i) => patiently(() => one(i))));
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    return answers;
  };
  /** What either node has on its way to the log is there in a moment, and no more than that. */
  const untilTold = async (count: number, path: string): Promise<readonly RoleEntry[]> => {
    for (let patience = 100; ; patience -= 1) {
      const { body } = await patiently(() => call<RoleEntry[]>(at(0), 'GET', path, undefined, bearer(root.token)));
      const done = body.filter(({ status }) => status === 'success');
      if (done.length >= count || patience === 0) return done;
      await after(50);
    }
  };
  const rolesOf = async (tenant: TenantId, user: string): Promise<string[]> =>
    (await sql<{ name: string }>('SELECT r.name FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.tenant_id = $1 AND a.user_id = $2 ORDER BY 1', [tenant, user])).map(({ name }) => name);
  const owners = (tenant: TenantId): Promise<unknown[]> =>
    sql(
      `SELECT 1 FROM tenants t JOIN memberships m ON m.tenant_id = t.id AND m.user_id = t.owner_id
         JOIN role_assignments a ON a.tenant_id = t.id AND a.user_id = t.owner_id JOIN roles r ON r.id = a.role_id AND r.name = 'TENANT_OWNER' WHERE t.id = $1`,
      [tenant],
    );

  it('RC-03 a role given and taken ends as one order of both would, held once or not at all', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const tenant = await people.tenant();
      const member = await people.newMember(tenant, 'TENANT_USER');
      const path = `/tenants/roles/${tenant}/users/${member}/roles`;
      const answers = await all(12, (i) => (i % 4 < 2 ? ask(i, root, 'POST', path, { role_name: 'TENANT_MANAGER' }) : ask(i, root, 'DELETE', `${path}/TENANT_MANAGER`)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 204]));
      const entries = await untilTold(12, `/platform/audit?tenant_id=${tenant}&resource=UserRole&limit=100`);
      const changed = entries.filter(({ metadata }) => metadata.changed === true).map(({ action }) => action);
      const net = changed.filter((action) => action === 'role.assignment.granted').length - changed.filter((action) => action === 'role.assignment.revoked').length;
      expect(entries).toHaveLength(12);
      expect(await rolesOf(tenant, member)).toEqual(net === 1 ? ['TENANT_MANAGER', 'TENANT_USER'] : ['TENANT_USER']);
    }
  });

  it('RB-07 two owners who leave, each asking twice, leave one behind', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = [await newActor(nodes[0]), await newActor(nodes[0])];
      const tenant = await people.tenant(one.id);
      await people.member(tenant, other.id, 'TENANT_OWNER');
      const answers = await all(4, (i) => ask(i, i < 2 ? one : other, 'DELETE', `/me/tenants/${tenant}`));
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect(await owners(tenant)).toHaveLength(1);
    }
  });

  it('RB-07 an ownership handed to two heirs is one’s, and the other heir is no owner', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const owner = await newActor(nodes[0]);
      const tenant = await people.tenant(owner.id);
      const heirs = [await people.newMember(tenant, 'TENANT_USER'), await people.newMember(tenant, 'TENANT_USER')];
      const answers = await all(4, (i) => ask(i, owner, 'POST', `/tenants/${tenant}/transfer-ownership`, { user_id: heirs[i % 2] }));
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
      expect(await owners(tenant)).toHaveLength(1);
      expect(await sql("SELECT 1 FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.tenant_id = $1 AND r.name = 'TENANT_OWNER'", [tenant])).toHaveLength(1);
    }
  });

  it('RC-05 one invitation accepted by many requests makes one membership with its role', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const owner = await newActor(nodes[0]);
      const tenant = await people.tenant(owner.id);
      const guest = await newActor(nodes[0]);
      expect((await owner.ask('POST', `/tenants/users/${tenant}/users`, { email: guest.email })).status).toBe(201);
      const token = await nodes[0].mails.token(guest.email);
      const answers = await all(10, (i) => ask(i, guest, 'POST', '/auth/invitations/accept', { token }));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await rolesOf(tenant, guest.id)).toEqual(['TENANT_USER']);
    }
  });

  it('RC-06 a suspension that meets logins leaves no session that stands', async () => {
    for (let round = 0; round < Math.min(ROUNDS, 10); round += 1) {
      const email = await signUp(nodes[0]);
      const [user] = await sql<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
      await logIn(nodes[0], email);
      await all(7, (i) => (i === 3 ? ask(i, root, 'PATCH', `/platform/users/${user?.id ?? ''}`, { status: 'SUSPENDED' }) : call(at(i), 'POST', '/auth/login', { email, password: PASSWORD })));
      expect(await sql('SELECT 1 FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [user?.id])).toEqual([]);
    }
  });

  it('RC-07 an account whose deletion is asked for many times is left once, and is deleted by an administrator once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const leaving = await newActor(nodes[0]);
      expect((await all(8, (i) => ask(i, leaving, 'DELETE', '/me'))).map(({ status }) => status).sort()).toEqual([202, ...Array<number>(7).fill(401)]);
      const other = await people.user();
      expect((await all(8, (i) => ask(i, root, 'DELETE', `/platform/users/${other}`))).map(({ status }) => status).sort()).toEqual([204, ...Array<number>(7).fill(404)]);
      expect(await sql('SELECT 1 FROM users WHERE id = $1', [other])).toEqual([]);
    }
  });

  it('TN-05 a tenant deleted while people join it and make keys for it leaves nothing behind', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const tenant = await people.tenant();
      const member = await people.newMember(tenant, 'TENANT_USER');
      const answers = await all(9, (i) => {
        if (i % 3 === 0) return ask(i, root, 'DELETE', `/platform/tenants/${tenant}`);
        return i % 3 === 1 ? ask(i, root, 'POST', '/platform/service-keys', { service_name: 'late', tenant_id: tenant }) : ask(i, root, 'POST', `/tenants/roles/${tenant}/users/${member}/roles`, { role_name: 'TENANT_MANAGER' });
      });
      expect(answers.filter((_, i) => i % 3 === 0).map(({ status }) => status).sort()).toEqual([204, 404, 404]);
      for (const table of ['service_keys', 'memberships', 'role_assignments', 'roles', 'invitations']) expect([table, await sql(`SELECT 1 FROM ${table} WHERE tenant_id = $1`, [tenant])]).toEqual([table, []]);
    }
  });
});
