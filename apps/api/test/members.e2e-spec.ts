import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf, bearer, call, introspect, logIn, refresh, serviceKey, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Member {
  readonly id: string;
  readonly email: string;
  readonly roles: { readonly role: { readonly name: string }; readonly tenant_id: string }[];
}

describe('members of a tenant', () => {
  let test: TestApp;
  let people: People;
  let platformAdmin: Actor;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    platformAdmin = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
  });
  afterAll(() => test.close());

  const memberActor = async (tenantId: TenantId, ...roles: string[]): Promise<Actor> => actorOf(test, await people.newMember(tenantId, ...roles));
  const tenantOf = async (): Promise<{ owner: Actor; tenant: TenantId }> => {
    const owner = await newActor(test);
    return { owner, tenant: await people.tenant(owner.id) };
  };
  const path = (tenant: string, user = ''): string => `/tenants/users/${tenant}/users${user && `/${user}`}`;
  const isMember = async (tenant: string, user: string): Promise<boolean> =>
    (await test.dataSource.query<unknown[]>('SELECT 1 FROM memberships WHERE tenant_id = $1 AND user_id = $2', [tenant, user])).length > 0;
  const ownerOf = async (tenant: string): Promise<string | undefined> =>
    (await test.dataSource.query<{ owner_id: string }[]>('SELECT owner_id FROM tenants WHERE id = $1', [tenant]))[0]?.owner_id;
  const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }): string => `${status} ${String(body['code'])}`;

  describe('seen by their tenant', () => {
    it('show the roles held there and no others, in the list and alone', async () => {
      const { owner, tenant } = await tenantOf();
      const other = await people.tenant();
      const member = await people.newMember(tenant, 'TENANT_USER');
      await people.member(other, member, 'TENANT_ADMIN');
      await people.member(await people.platform(), member, 'PLATFORM_ADMIN');
      const listed = await owner.ask<Member[]>('GET', path(tenant));
      expect(listed.body.map(({ id }) => id)).toEqual([owner.id, member]);
      const alone = await owner.ask<Member>('GET', path(tenant, member));
      for (const view of [listed.body[1]!, alone.body]) expect(view.roles).toMatchObject([{ role: { name: 'TENANT_USER' }, tenant_id: tenant }]);
      expect(JSON.stringify([listed.body, alone.body])).not.toContain(other);
      expect(alone.body).toMatchObject({ joined_at: expect.stringMatching(/Z$/), is_email_verified: true });
      expect(listed.headers.get('cache-control')).toBe('no-store');
    });

    it('are found by search, role and status, page by page, each once', async () => {
      const { owner, tenant } = await tenantOf();
      const ids: UserId[] = [];
      for (const name of ['Ada', 'adalbert', 'Grace', 'ADAM']) {
        const id = await people.newMember(tenant, name === 'Grace' ? 'TENANT_ADMIN' : 'TENANT_USER');
        await test.dataSource.query("UPDATE users SET first_name = $2, last_name = 'X_%', email = $3 WHERE id = $1", [id, name, `${newId()}@zz.test`]);
        ids.push(id);
      }
      await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [ids[1]]);
      const seen: string[] = [];
      for (let next: string | undefined = `${path(tenant)}?q=ADA&limit=1`; next !== undefined; ) {
        const page: Answer<Member[]> = await owner.ask<Member[]>('GET', next);
        expect([page.status, page.body.length, page.headers.get('x-total-count')]).toEqual([200, 1, '3']);
        seen.push(page.body[0]!.id);
        next = /<\/api\/v1([^>]*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
      }
      expect([...seen].sort()).toEqual([ids[0], ids[1], ids[3]].sort());
      const find = async (query: string): Promise<string[]> => (await owner.ask<Member[]>('GET', `${path(tenant)}?${query}`)).body.map(({ id }) => id);
      expect(await find('role=TENANT_ADMIN')).toEqual([ids[2]]);
      expect(await find('status=SUSPENDED')).toEqual([ids[1]]);
      expect(await find('role=tenant_admin')).toEqual([]);
      expect(await find(`q=${encodeURIComponent('x_%')}`)).toHaveLength(4);
      for (const query of ['limit=0', 'status=x', 'cursor=a', 'q=', 'tenant_id=1', 'role=a&role=b']) expect([query, (await owner.ask('GET', `${path(tenant)}?${query}`)).status]).toEqual([query, 400]);
    });

    it('cost the same number of queries, however many there are', async () => {
      const { owner, tenant } = await tenantOf();
      const queries = jest.spyOn(test.dataSource, 'createQueryRunner');
      // The least of several, since what runs in the background asks too.
      const cost = async (): Promise<number> => {
        const costs: number[] = [];
        for (let i = 0; i < 5; i += 1) {
          queries.mockClear();
          await owner.ask('GET', path(tenant));
          costs.push(queries.mock.calls.length);
        }
        return Math.min(...costs);
      };
      const few = await cost();
      for (let i = 0; i < 20; i += 1) await people.newMember(tenant, 'TENANT_USER');
      expect([few > 0, await cost()]).toEqual([true, few]);
      expect((await owner.ask<Member[]>('GET', path(tenant))).body).toHaveLength(21);
      queries.mockRestore();
    });

    it('TN-02 TN-03 are none of anyone else’s: absent and foreign tenants and users answer alike', async () => {
      const [{ owner, tenant }, { owner: stranger, tenant: foreign }] = [await tenantOf(), await tenantOf()];
      const absent = codeOf(await owner.ask('GET', path(newId())));
      expect(absent).toBe('404 request.not_found');
      const same = async (asked: Promise<{ status: number; body: Record<string, unknown> }>): Promise<void> => expect(codeOf(await asked)).toBe(absent);
      for (const place of [foreign, 'ghost', '..', '%2e%2e', foreign.toUpperCase()]) await same(owner.ask('GET', path(place)));
      await same(owner.ask('GET', path(tenant, stranger.id)));
      await same(owner.ask('GET', path(tenant, newId())));
      await same(owner.ask('GET', path(tenant, 'me')));
      await same(owner.ask('DELETE', path(tenant, stranger.id)));
      await same(owner.ask('DELETE', path(foreign, stranger.id)));
      const withHeader = await fetch(`${test.url}/api/v1${path(foreign)}`, { headers: { ...bearer(owner.token), 'X-Tenant-Id': tenant } });
      expect(withHeader.status).toBe(404);
      expect((await owner.ask('GET', `${path(foreign)}?tenant_id=${tenant}`)).status).toBe(404);
    });
  });

  describe('removed', () => {
    it('TN-07 are out from their next request on, everywhere, and what they held of the tenant stays dead when they come back', async () => {
      const { owner, tenant } = await tenantOf();
      const email = await signUp(test);
      const login = await logIn(test, email);
      const { body: me } = await call<{ id: UserId }>(test, 'GET', '/me', undefined, bearer(login.access_token));
      await people.member(tenant, me.id, 'TENANT_MANAGER');
      await test.dataSource.query('UPDATE users SET version = version + 1 WHERE id = $1', [me.id]);
      const outside = await actorOf(test, me.id);
      const key = await serviceKey(test);
      const inside = await call<Tokens>(test, 'POST', '/auth/select-tenant', { tenant_id: tenant }, bearer(login.access_token));
      expect(inside.status).toBe(200);
      expect((await introspect(test, key, inside.body.access_token)).body).toMatchObject({ active: true, tenant_id: tenant });

      expect((await owner.ask('DELETE', path(tenant, me.id))).status).toBe(204);
      expect((await outside.ask('GET', path(tenant))).status).toBe(404);
      expect((await introspect(test, key, outside.token, { tenant_id: tenant })).body).toEqual({ active: false });
      expect((await introspect(test, key, inside.body.access_token)).body).toEqual({ active: false });
      expect((await refresh(test, inside.body.refresh_token)).status).toBe(401);
      expect((await outside.ask('GET', '/me')).status).toBe(200);
      expect((await owner.ask('DELETE', path(tenant, me.id))).status).toBe(404);

      await people.member(tenant, me.id, 'TENANT_MANAGER');
      expect((await introspect(test, key, inside.body.access_token)).body).toEqual({ active: false });
      expect((await refresh(test, inside.body.refresh_token)).status).toBe(401);
      expect(await auditOf(test, { tenant_id: tenant, action: 'TENANT_USER_REMOVED', status: 'success' })).toMatchObject([
        { action: 'tenant.user.removed', actor_id: owner.id, target_user_id: me.id, tenant_id: tenant, metadata: { role_names: ['TENANT_MANAGER'] } },
      ]);
    });

    it('RB-02 are strictly below who removes them', async () => {
      const { owner, tenant } = await tenantOf();
      const admin = await memberActor(tenant, 'TENANT_ADMIN');
      const manager = await memberActor(tenant, 'TENANT_MANAGER');
      const platformMember = await people.newMember(tenant, 'TENANT_USER');
      await people.member(await people.platform(), platformMember, 'PLATFORM_ADMIN');
      const refused: [Actor, string][] = [
        [admin, owner.id],
        [admin, await people.newMember(tenant, 'TENANT_ADMIN')],
        [admin, admin.id],
        [manager, admin.id],
        [manager, await people.newMember(tenant, 'TENANT_MANAGER')],
        [owner, platformMember],
        [owner, await people.newMember(tenant, 'TENANT_OWNER')],
      ];
      for (const [actor, target] of refused) {
        expect(codeOf(await actor.ask('DELETE', path(tenant, target)))).toBe('403 role.level_insufficient');
        expect(await isMember(tenant, target)).toBe(true);
      }
      expect((await manager.ask('DELETE', path(tenant, await people.newMember(tenant, 'TENANT_USER')))).status).toBe(204);
      expect((await admin.ask('DELETE', path(tenant, manager.id))).status).toBe(204);
      const user = await memberActor(tenant, 'TENANT_USER');
      expect(codeOf(await user.ask('DELETE', path(tenant, admin.id)))).toBe('403 auth.forbidden');
      const denied = await auditOf(test, { tenant_id: tenant, action: 'tenant.user.removed', status: 'denied' });
      expect(denied.length).toBeGreaterThanOrEqual(refused.length);
    });

    it('RB-07 are never the last owner, by whoever', async () => {
      const { owner, tenant } = await tenantOf();
      for (const actor of [platformAdmin, owner]) expect(codeOf(await actor.ask('DELETE', path(tenant, owner.id)))).toBe('409 tenant.last_owner');
      expect(codeOf(await owner.ask('DELETE', `/me/tenants/${tenant}`))).toBe('409 tenant.last_owner');
      expect([await isMember(tenant, owner.id), await ownerOf(tenant)]).toEqual([true, owner.id]);
    });

    it('RB-07 leave the ownership to another active owner, and with none of those stay', async () => {
      const { owner, tenant } = await tenantOf();
      const suspended = await people.newMember(tenant, 'TENANT_OWNER');
      await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [suspended]);
      expect(codeOf(await platformAdmin.ask('DELETE', path(tenant, owner.id)))).toBe('409 tenant.last_owner');
      const second = await memberActor(tenant, 'TENANT_OWNER');
      expect((await platformAdmin.ask('DELETE', path(tenant, owner.id))).status).toBe(204);
      expect(await ownerOf(tenant)).toBe(second.id);
      expect(codeOf(await second.ask('DELETE', `/me/tenants/${tenant}`))).toBe('409 tenant.last_owner');
    });

    it('RB-07 RC two owners who leave at once, over and over, leave one behind', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { owner, tenant } = await tenantOf();
        const second = await memberActor(tenant, 'TENANT_OWNER');
        const answers = await Promise.all([owner.ask('DELETE', `/me/tenants/${tenant}`), second.ask('DELETE', `/me/tenants/${tenant}`), platformAdmin.ask('DELETE', path(tenant, second.id))]);
        expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
        const [left] = await test.dataSource.query<{ user_id: string }[]>('SELECT user_id FROM memberships WHERE tenant_id = $1', [tenant]);
        expect(left?.user_id).toBe(await ownerOf(tenant));
      }
    });
  });

  describe('themselves', () => {
    it('see their tenants with their roles, and what they may do there', async () => {
      const [{ tenant: one }, { tenant: two }] = [await tenantOf(), await tenantOf()];
      const member = await memberActor(one, 'TENANT_MANAGER');
      await people.member(two, member.id, 'TENANT_USER');
      const mine = await member.ask<Record<string, unknown>[]>('GET', '/me/tenants');
      expect(mine.headers.get('x-total-count')).toBe('2');
      expect(mine.body.find(({ id }) => id === one)).toMatchObject({ name: 'A tenant', type: 'CUSTOMER', status: 'ACTIVE', roles: [{ name: 'TENANT_MANAGER', level: 30 }] });
      expect((await member.ask<object[]>('GET', '/me/tenants?limit=1')).headers.get('link')).toContain('rel="next"');
      expect((await member.ask('GET', `/me/tenants/${one}/permissions`)).body).toEqual({ tenant_id: one, permissions: ['tenant.roles.view', 'tenant.users.manage', 'tenant.users.view', 'tenant.view'] });
      expect((await member.ask('GET', `/me/tenants/${two}/permissions`)).body).toEqual({ tenant_id: two, permissions: ['tenant.view'] });
      const stranger = await newActor(test);
      for (const id of [one, newId(), 'x']) expect(codeOf(await stranger.ask('GET', `/me/tenants/${id}/permissions`))).toBe('404 request.not_found');
      expect((await platformAdmin.ask<{ permissions: string[] }>('GET', `/me/tenants/${one}/permissions`)).body.permissions).toContain('tenant.users.manage');
      expect((await platformAdmin.ask('GET', `/me/tenants/${newId()}/permissions`)).status).toBe(404);
    });

    it('leave, and are on record in the tenant’s own log', async () => {
      const { owner, tenant } = await tenantOf();
      const member = await memberActor(tenant, 'TENANT_ADMIN');
      expect((await member.ask('DELETE', `/me/tenants/${tenant}`)).status).toBe(204);
      expect(await isMember(tenant, member.id)).toBe(false);
      expect(codeOf(await member.ask('DELETE', `/me/tenants/${tenant}`))).toBe('404 request.not_found');
      expect((await member.ask('GET', path(tenant))).status).toBe(404);
      const log = await owner.ask<Record<string, unknown>[]>('GET', `/tenants/audit/${tenant}/audit-logs?action=tenant.user.left&status=success`);
      expect(log.body).toMatchObject([{ actor_id: member.id, target_user_id: member.id, tenant_id: tenant }]);
    });
  });

  describe('choosing the tenant of their session', () => {
    const signedIn = async (): Promise<{ id: UserId; tokens: Tokens }> => {
      const email = await signUp(test);
      const tokens = await logIn(test, email);
      const { body } = await call<{ id: UserId }>(test, 'GET', '/me', undefined, bearer(tokens.access_token));
      return { id: body.id, tokens };
    };
    const select = (token: string, tenant_id: string) => call<Tokens & Record<string, unknown>>(test, 'POST', '/auth/select-tenant', { tenant_id }, bearer(token));

    it('get tokens of the same session that name it, also after a refresh, and use the refresh token up', async () => {
      const { id, tokens } = await signedIn();
      const tenant = await people.tenant(id);
      const key = await serviceKey(test);
      const before = (await introspect(test, key, tokens.access_token)).body;
      const chosen = await select(tokens.access_token, tenant);
      expect([chosen.status, Object.keys(chosen.body).sort()]).toEqual([200, ['access_token', 'expires_in', 'refresh_token', 'token_type']]);
      expect((await introspect(test, key, chosen.body.access_token)).body).toMatchObject({ active: true, tenant_id: tenant, session_id: before['session_id'] });
      const refreshed = await refresh(test, chosen.body.refresh_token);
      expect((await introspect(test, key, refreshed.body.access_token)).body).toMatchObject({ active: true, tenant_id: tenant, session_id: before['session_id'] });
      expect(chosen.body.refresh_token).not.toBe(tokens.refresh_token);
      test.clock.advance({ minutes: 1 });
      expect((await refresh(test, tokens.refresh_token)).status).toBe(401);
      expect((await refresh(test, refreshed.body.refresh_token)).status).toBe(401);
    });

    it('find only their own', async () => {
      const { tokens } = await signedIn();
      const { tenant } = await tenantOf();
      for (const id of [tenant, newId()]) expect(codeOf(await select(tokens.access_token, id))).toBe('404 request.not_found');
      for (const id of ['x', '', null, [tenant]]) expect((await select(tokens.access_token, id as string)).status).toBe(400);
      expect((await select(platformAdmin.token, tenant)).status).toBe(200);
    });

    it('SE-07 lose the session when what let them be there is gone', async () => {
      const { id, tokens } = await signedIn();
      const tenant = await people.tenant();
      await people.member(await people.platform(), id, 'PLATFORM_ADMIN');
      await test.dataSource.query('UPDATE users SET version = version + 1 WHERE id = $1', [id]);
      const inside = await select(tokens.access_token, tenant);
      expect(inside.status).toBe(200);
      const again = await refresh(test, inside.body.refresh_token);
      expect(again.status).toBe(200);
      await test.dataSource.query('DELETE FROM memberships WHERE user_id = $1', [id]);
      expect((await refresh(test, again.body.refresh_token)).status).toBe(401);
      expect((await call(test, 'GET', '/me', undefined, bearer(again.body.access_token))).status).toBe(401);
    });
  });
});
