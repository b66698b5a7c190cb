import type { TenantId, UserId } from '@authengine/kernel';
import { AccessReader, permissionsIn } from '@authengine/rbac';
import { People } from '@authengine/testing';
import { RouteTable } from '../src/http/routes/route-table.js';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { turnOn } from './kit/authenticator.js';
import { databaseContents } from './kit/database-contents.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Forecast {
  readonly dry_run: true;
  readonly changes: { readonly user_id: string; readonly tenant_id: string | null; readonly gains: string[]; readonly loses: string[] }[];
  readonly sessions_ended: { readonly id: string }[];
  readonly service_keys: { readonly id: string; readonly effect: string }[];
  readonly lockouts: { readonly kind: string; readonly tenant_id: string | null }[];
}

/** A tenant with people in it, and what there is to change. */
interface World {
  readonly tenant: TenantId;
  readonly owner: Actor;
  readonly coOwner: Actor;
  readonly member: Actor;
  readonly outsider: UserId;
  readonly platformMember: UserId;
  readonly role: string;
  readonly platformRole: string;
  readonly keys: { readonly ofTenant: string; readonly ofPlatform: string };
}

interface Case {
  readonly path: string;
  readonly body?: unknown;
  readonly by: Actor;
  /** What makes the same write one to be refused, with the code. */
  readonly refused: { readonly path?: string; readonly body?: unknown; readonly by?: Actor; readonly code: string };
  /** Before the write. */
  readonly given?: () => Promise<unknown>;
  readonly lockouts?: Forecast['lockouts'];
}

/** Mutating routes of administration and of members that change nobody's access by themselves. */
const CHANGES_NO_ACCESS = new Set([
  'POST /platform/roles',
  'POST /platform/permissions',
  'POST /platform/tenants',
  'POST /platform/service-keys',
  'POST /tenants/roles/:tenant_id/roles',
  'POST /tenants/users/:tenant_id/users',
  'POST /platform/applications',
  'POST /platform/applications/:id/secrets',
  'DELETE /tenants/users/:tenant_id/invitations/:id',
  'POST /tenants/users/:tenant_id/invitations/:id/resend',
]);
/** What ends something of an application, and nothing that a user may: see application-dry-run.e2e-spec.ts. */
const OF_APPLICATIONS = ['DELETE /platform/applications/:id', 'DELETE /platform/applications/:id/secrets/:secret_id', 'PATCH /platform/applications/:id'];
/** What programs may, and what they are told: no user gains or loses anything by it that a forecast could name. */
const OF_PROGRAMS = /^(POST|PUT|PATCH|DELETE) \/(platform\/webhooks|tenants\/webhooks|platform\/audit|tenants\/audit)\b/;

describe('?dry_run=true', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let nobody: Actor;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    nobody = await newActor(test);
  });
  afterAll(() => test.close());

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => test.dataSource.query(text, values);
  const enter = (actor: Actor, tenant: TenantId): Promise<unknown> => sql('UPDATE sessions SET tenant_id = $2 WHERE user_id = $1', [actor.id, tenant]);
  let worlds = 0;
  const world = async (): Promise<World> => {
    worlds += 1;
    const [owner, elsewhere] = [await newActor(test), await people.tenant()];
    const tenant = await people.tenant(owner.id);
    const coOwner = await actorOf(test, await people.newMember(tenant, 'TENANT_OWNER'));
    const member = await actorOf(test, await people.newMember(tenant, 'TENANT_MANAGER'));
    await people.member(elsewhere, member.id, 'TENANT_USER');
    await enter(member, tenant);
    // One of the platform's who is at work in the tenant without belonging to it.
    await enter(await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN')), tenant);
    const role = await people.role(`OWN_${worlds}`, { tenantId: tenant, level: 15, permissions: ['tenant.update'] });
    const platformRole = await people.role(`SUPPORT_${worlds}`, { scope: 'PLATFORM', level: 40, permissions: ['platform.users.view', 'tenant.view'] });
    const platformMember = await people.newMember(await people.platform(), `SUPPORT_${worlds}`);
    await people.member(tenant, member.id, `OWN_${worlds}`);
    const key = async (tenant_id: string | null): Promise<string> => String((await root.ask('POST', '/platform/service-keys', { service_name: 'billing', tenant_id })).body['id']);
    return { tenant, owner, coOwner, member, outsider: await people.user(), platformMember, role, platformRole, keys: { ofTenant: await key(tenant), ofPlatform: await key(null) } };
  };
  const unused = async (id: string): Promise<void> => {
    await sql('DELETE FROM role_assignments WHERE role_id = $1', [id]);
  };
  const GONE = '00000000-0000-4000-8000-000000000000';

  const CASES: Readonly<Record<string, (given: World) => Case[]>> = {
    'POST /platform/roles/users/:id/roles': ({ outsider }) => [
      { by: root, path: `/platform/roles/users/${outsider}/roles`, body: { role_name: 'PLATFORM_ADMIN' }, refused: { body: { role_name: 'SUPER_ADMIN' }, code: 'role.level_insufficient' } },
    ],
    'DELETE /platform/roles/users/:id/roles': ({ platformMember }) => [
      { by: root, path: `/platform/roles/users/${platformMember}/roles`, body: { role_name: `SUPPORT_${worlds}` }, refused: { body: { role_name: 'NONE' }, code: 'role.not_found' } },
    ],
    'DELETE /platform/roles/users/:id/roles/:role_name': ({ platformMember }) => [
      { by: root, path: `/platform/roles/users/${platformMember}/roles/SUPPORT_${worlds}`, refused: { by: nobody, code: 'auth.forbidden' } },
    ],
    'PATCH /platform/roles/:role_id': ({ platformRole }) => [
      { by: root, path: `/platform/roles/${platformRole}`, body: { permissions: ['tenant.view', 'platform.audit.view'] }, refused: { body: { level: 100 }, code: 'role.level_insufficient' } },
    ],
    'DELETE /platform/roles/:role_id': ({ platformRole }) => [
      { by: root, path: `/platform/roles/${platformRole}`, given: () => unused(platformRole), refused: { path: `/platform/roles/${GONE}`, code: 'role.not_found' } },
    ],
    'POST /tenants/roles/:tenant_id/users/:uid/roles': ({ tenant, member, owner, outsider }) => [
      { by: owner, path: `/tenants/roles/${tenant}/users/${member.id}/roles`, body: { role_name: 'TENANT_ADMIN' }, refused: { path: `/tenants/roles/${tenant}/users/${outsider}/roles`, code: 'request.not_found' } },
    ],
    'DELETE /tenants/roles/:tenant_id/users/:uid/roles': ({ tenant, member, owner }) => [
      { by: owner, path: `/tenants/roles/${tenant}/users/${member.id}/roles`, body: { role_name: 'TENANT_MANAGER' }, refused: { by: member, code: 'auth.forbidden' } },
    ],
    'DELETE /tenants/roles/:tenant_id/users/:uid/roles/:role_name': ({ tenant, member, owner }) => [
      { by: owner, path: `/tenants/roles/${tenant}/users/${member.id}/roles/OWN_${worlds}`, refused: { path: `/tenants/roles/${tenant}/users/${member.id}/roles/NONE`, code: 'role.not_found' } },
    ],
    'PATCH /tenants/roles/:tenant_id/roles/:role_id': ({ tenant, role, owner }) => [
      { by: owner, path: `/tenants/roles/${tenant}/roles/${role}`, body: { permissions: ['tenant.audit.view'] }, refused: { body: { level: 60 }, code: 'role.level_insufficient' } },
    ],
    'DELETE /tenants/roles/:tenant_id/roles/:role_id': ({ tenant, role, owner }) => [
      { by: owner, path: `/tenants/roles/${tenant}/roles/${role}`, given: () => unused(role), refused: { path: `/tenants/roles/${tenant}/roles/${GONE}`, code: 'role.not_found' } },
    ],
    'PATCH /platform/users/:id': ({ member }) => [
      { by: root, path: `/platform/users/${member.id}`, body: { status: 'SUSPENDED' }, refused: { path: `/platform/users/${root.id}`, code: 'role.level_insufficient' } },
      { by: root, path: `/platform/users/${member.id}`, body: { status: 'ACTIVE' }, given: () => root.ask('PATCH', `/platform/users/${member.id}`, { status: 'SUSPENDED' }), refused: { by: nobody, code: 'auth.forbidden' } },
    ],
    'DELETE /platform/users/:id': ({ member, owner }) => [{ by: root, path: `/platform/users/${member.id}`, refused: { path: `/platform/users/${owner.id}`, code: 'user.owns_tenant' } }],
    'DELETE /platform/users/:id/sessions': ({ member }) => [{ by: root, path: `/platform/users/${member.id}/sessions`, refused: { path: `/platform/users/${GONE}/sessions`, code: 'request.not_found' } }],
    'POST /platform/users/:id/require-password-reset': ({ member }) => [{ by: root, path: `/platform/users/${member.id}/require-password-reset`, refused: { by: nobody, code: 'auth.forbidden' } }],
    'DELETE /platform/users/:id/mfa': ({ tenant, member }) => [
      {
        by: root,
        path: `/platform/users/${member.id}/mfa`,
        given: async () => {
          await turnOn(test, member.token);
          await root.ask('PUT', `/platform/tenants/${tenant}`, { require_mfa: true });
        },
        refused: { path: `/platform/users/${GONE}/mfa`, code: 'request.not_found' },
      },
    ],
    'DELETE /tenants/users/:tenant_id/users/:uid': ({ tenant, member, owner, coOwner }) => [
      { by: owner, path: `/tenants/users/${tenant}/users/${member.id}`, refused: { path: `/tenants/users/${tenant}/users/${coOwner.id}`, code: 'role.level_insufficient' } },
      { by: root, path: `/tenants/users/${tenant}/users/${owner.id}`, refused: { path: `/tenants/users/${tenant}/users/${GONE}`, code: 'request.not_found' } },
    ],
    'DELETE /me/tenants/:id': ({ tenant, member, owner }) => [
      { by: member, path: `/me/tenants/${tenant}`, lockouts: [{ kind: 'oneself', tenant_id: tenant }], refused: { by: nobody, code: 'request.not_found' } },
      { by: owner, path: `/me/tenants/${tenant}`, lockouts: [{ kind: 'oneself', tenant_id: tenant }], refused: { path: `/me/tenants/${GONE}`, code: 'request.not_found' } },
    ],
    'PUT /platform/tenants/:id': ({ tenant, outsider, owner, member }) => [
      { by: root, path: `/platform/tenants/${tenant}`, body: { status: 'SUSPENDED' }, refused: { by: owner, code: 'auth.forbidden' } },
      { by: root, path: `/platform/tenants/${tenant}`, body: { status: 'ACTIVE' }, given: () => root.ask('PUT', `/platform/tenants/${tenant}`, { status: 'SUSPENDED' }), refused: { path: `/platform/tenants/${GONE}`, code: 'request.not_found' } },
      { by: root, path: `/platform/tenants/${tenant}`, body: { owner_id: outsider }, refused: { body: { owner_id: GONE }, code: 'tenant.owner_not_found' } },
      { by: root, path: `/platform/tenants/${tenant}`, body: { owner_id: member.id, status: 'SUSPENDED', name: 'Renamed' }, refused: { by: nobody, code: 'auth.forbidden' } },
      { by: root, path: `/platform/tenants/${tenant}`, body: { name: 'Renamed' }, refused: { by: nobody, code: 'auth.forbidden' } },
      { by: root, path: `/platform/tenants/${tenant}`, body: { require_mfa: true }, refused: { by: nobody, code: 'auth.forbidden' } },
      { by: root, path: `/platform/tenants/${tenant}`, body: { require_mfa: false }, given: () => root.ask('PUT', `/platform/tenants/${tenant}`, { require_mfa: true }), refused: { by: nobody, code: 'auth.forbidden' } },
    ],
    'PATCH /tenants/:tenant_id': ({ tenant, owner }) => [
      { by: owner, path: `/tenants/${tenant}`, body: { require_mfa: true }, lockouts: [{ kind: 'oneself', tenant_id: tenant }], refused: { by: nobody, code: 'request.not_found' } },
      { by: owner, path: `/tenants/${tenant}`, body: { name: 'Renamed' }, refused: { by: nobody, code: 'request.not_found' } },
    ],
    'DELETE /platform/tenants/:id': ({ tenant }) => [{ by: root, path: `/platform/tenants/${tenant}`, refused: { path: `/platform/tenants/${GONE}`, code: 'request.not_found' } }],
    'DELETE /tenants/:tenant_id': ({ tenant, owner, member }) => [
      { by: owner, path: `/tenants/${tenant}`, lockouts: [{ kind: 'oneself', tenant_id: tenant }], refused: { by: member, code: 'auth.forbidden' } },
    ],
    'POST /tenants/:tenant_id/transfer-ownership': ({ tenant, owner, member, outsider }) => [
      { by: owner, path: `/tenants/${tenant}/transfer-ownership`, body: { user_id: member.id }, lockouts: [{ kind: 'oneself', tenant_id: tenant }], refused: { body: { user_id: outsider }, code: 'request.not_found' } },
    ],
    'DELETE /platform/service-keys/:id': ({ keys }) => [
      { by: root, path: `/platform/service-keys/${keys.ofPlatform}`, refused: { path: `/platform/service-keys/${GONE}`, code: 'service_key.not_found' } },
      { by: root, path: `/platform/service-keys/${keys.ofTenant}`, given: () => root.ask('DELETE', `/platform/service-keys/${keys.ofTenant}`), refused: { by: nobody, code: 'auth.forbidden' } },
    ],
  };

  /** What everyone may do everywhere they belong, by the decision that guards routes, in a session without a second factor. */
  const allowed = async (): Promise<Map<string, readonly string[]>> => {
    const users = (await sql<{ id: UserId }>('SELECT id FROM users')).map(({ id }) => id);
    const places = await sql<{ user_id: UserId; tenant_id: TenantId }>("SELECT user_id, tenant_id FROM memberships m JOIN tenants t ON t.id = m.tenant_id WHERE t.type <> 'PLATFORM'");
    const read = await test.app.get(AccessReader, { strict: false }).readMany(users);
    const may = (id: UserId, tenantId: TenantId | null): readonly string[] => {
      const full = read.get(id);
      const access = full?.withoutSecondFactor ?? full;
      return access?.userStatus === 'ACTIVE' ? permissionsIn(access, tenantId === null ? null : { tenantId }) : [];
    };
    return new Map([...users.map((id): [string, readonly string[]] => [`${id} `, may(id, null)]), ...places.map(({ user_id: id, tenant_id: place }): [string, readonly string[]] => [`${id} ${place}`, may(id, place)])]);
  };
  const standing = async (): Promise<{ sessions: string[]; keys: string[] }> => ({
    sessions: (await sql<{ id: string }>('SELECT id FROM sessions WHERE ended_at IS NULL')).map(({ id }) => id),
    keys: (await sql<{ id: string }>("SELECT k.id FROM service_keys k LEFT JOIN tenants t ON t.id = k.tenant_id WHERE k.revoked_at IS NULL AND (k.tenant_id IS NULL OR t.status = 'ACTIVE')")).map(({ id }) => id),
  });
  const queued = (): Promise<unknown[]> => sql('SELECT id FROM mail_queue ORDER BY id');
  /** What is on record as done, newest first, but for the reading of the record. */
  const recorded = async (): Promise<{ id: string; action: string }[]> =>
    (await root.ask<{ id: string; action: string }[]>('GET', '/platform/audit?status=success&limit=100')).body.filter(({ action }) => action !== 'audit.log.read');
  const told = (changes: Forecast['changes']): string[] => changes.map(({ user_id: id, tenant_id: place, gains, loses }) => `${id} ${place ?? ''} +${gains.join(',')} -${loses.join(',')}`).sort();
  const difference = (before: Map<string, readonly string[]>, after: Map<string, readonly string[]>): string[] =>
    [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const [had, has] = [before.get(key) ?? [], after.get(key) ?? []];
      const [gains, loses] = [has.filter((name) => !had.includes(name)), had.filter((name) => !has.includes(name))];
      return gains.length + loses.length === 0 ? [] : [`${key} +${gains.join(',')} -${loses.join(',')}`];
    });

  it('is on every write that changes access', () => {
    const routes = test.app.get(RouteTable).routes().filter(({ method, path }) => method !== 'GET' && /^\/api\/v1\/(platform|tenants|me\/tenants)\b/.test(path));
    const names = routes.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`);
    expect(names.filter((name) => !CHANGES_NO_ACCESS.has(name) && !OF_PROGRAMS.test(name)).sort()).toEqual([...Object.keys(CASES), ...OF_APPLICATIONS].sort());
  });

  it.each(Object.keys(CASES))('%s tells exactly what the write then does, and changes nothing before', async (route) => {
    const [method] = route.split(' ') as [string];
    const count = CASES[route]!(await world()).length;
    for (let i = 0; i < count; i += 1) {
      const { path, body, by, refused, given, lockouts } = CASES[route]!(await world())[i]!;
      await given?.();
      const [contents, before, mails] = [await databaseContents(test), await recorded(), await queued()];
      const other = [refused.path ?? path, refused.body ?? body] as const;
      const denied = await (refused.by ?? by).ask(method, `${other[0]}?dry_run=true`, other[1]);
      const forecast = await by.ask<Forecast>(method, `${path}?dry_run=true`, body);
      expect(forecast).toMatchObject({ status: 200, body: { dry_run: true } });
      expect(await databaseContents(test)).toBe(contents);
      const added = (await recorded()).filter(({ id }) => !before.some((entry) => entry.id === id));
      expect(added.map(({ action }) => action)).toEqual(['access.change.forecast']);
      expect(await queued()).toEqual(mails);

      const reallyDenied = await (refused.by ?? by).ask(method, other[0], other[1]);
      expect([denied.status, denied.body['code']]).toEqual([reallyDenied.status, refused.code]);
      expect(denied.body['code']).toBe(reallyDenied.body['code']);
      expect(await databaseContents(test)).toBe(contents);

      const [may, stood] = [await allowed(), await standing()];
      const done = await by.ask(method, path, body);
      expect(done.status).toBeLessThan(300);
      // One schema describes both answers: what a client of the write asks for is there in the forecast too.
      expect(Object.keys(forecast.body)).toEqual(expect.arrayContaining(Object.keys(done.body)));
      const [mayNow, stands] = [await allowed(), await standing()];
      expect(told(forecast.body.changes)).toEqual(difference(may, mayNow).sort());
      expect(forecast.body.sessions_ended.map(({ id }) => id).sort()).toEqual(stood.sessions.filter((id) => !stands.sessions.includes(id)).sort());
      expect(forecast.body.service_keys.filter(({ effect }) => effect === 'ends').map(({ id }) => id).sort()).toEqual(stood.keys.filter((id) => !stands.keys.includes(id)).sort());
      expect(forecast.body.lockouts).toEqual(lockouts ?? []);
    }
  });
});
