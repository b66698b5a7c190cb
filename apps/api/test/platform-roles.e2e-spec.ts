import { AccessTokens } from '@authengine/crypto';
import { newId, type UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import type { Response } from 'supertest';
import { createTestApp, type TestApp } from './test-app.js';

const ROLES = '/api/v1/platform/roles';

describe('platform roles', () => {
  let test: TestApp;
  let people: People;
  let root: string;
  let admin: string;
  let support: string;

  beforeAll(async () => {
    test = await createTestApp();
    people = new People(test.dataSource);
    const login = await test.http.post('/api/v1/auth/login').send({ email: 'root@auth.test', password: 'quiet-Harbour-77-lantern' }).expect(200);
    root = (login.body as { access_token: string }).access_token;
    const platform = await people.platform();
    await people.role('SUPPORT', { scope: 'PLATFORM', level: 40, permissions: ['platform.users.view'] });
    admin = await tokenOf(await people.newMember(platform, 'PLATFORM_ADMIN'));
    support = await tokenOf(await people.newMember(platform, 'SUPPORT'));
  });
  afterAll(() => test.close());

  const tokenOf = async (userId: UserId): Promise<string> => {
    const { token } = test.app.get(AccessTokens, { strict: false }).sign(await people.session(userId));
    return token;
  };
  const call = async (token: string, method: 'get' | 'post' | 'delete', path: string, body?: object): Promise<Response> => {
    const request = test.http[method](ROLES + path).set('Authorization', `Bearer ${token}`);
    return body ? request.send(body) : request;
  };
  /** Problems are `application/problem+json`, which supertest leaves as text in some versions. */
  const codeOf = (response: Response): string => (JSON.parse(response.text) as { code: string }).code;
  const heldBy = async (userId: string): Promise<string[]> =>
    (await test.dataSource.query<{ name: string }[]>('SELECT name FROM roles JOIN role_assignments a ON a.role_id = roles.id WHERE user_id = $1', [userId])).map(({ name }) => name);
  const entries = async (userId: string): Promise<object[]> => {
    const log = await test.http.get(`/api/v1/platform/audit?target_user_id=${userId}`).set('Authorization', `Bearer ${root}`).expect(200);
    return (log.body as object[]).reverse();
  };

  it('are listed with what each allows, to who may assign them', async () => {
    const listed = await call(admin, 'get', '');
    expect(listed.status).toBe(200);
    const roles = listed.body as { name: string; permissions: string[] }[];
    expect(roles.map(({ name }) => name).sort()).toEqual(['PLATFORM_ADMIN', 'SUPER_ADMIN', 'SUPPORT']);
    expect(roles.find(({ name }) => name === 'SUPPORT')).toEqual({
      id: expect.any(String),
      name: 'SUPPORT',
      description: '',
      scope: 'PLATFORM',
      level: 40,
      created_at: expect.stringMatching(/Z$/),
      permissions: ['platform.users.view'],
      built_in: false,
      tenant_id: null,
    });
    expect(listed.headers['cache-control']).toBe('no-store');
  });

  it('are listed page by page, each once', async () => {
    const seen: string[] = [];
    for (let path: string | undefined = '?limit=1'; path !== undefined; ) {
      const page = await call(root, 'get', path);
      expect(page.body).toHaveLength(1);
      seen.push((page.body as { name: string }[])[0]!.name);
      path = /<[^?]*(\?[^>]*)>; rel="next"/.exec(page.headers['link'] ?? '')?.[1];
    }
    expect(seen.sort()).toEqual(['PLATFORM_ADMIN', 'SUPER_ADMIN', 'SUPPORT']);
  });

  it('are given and taken, by both forms of DELETE, with the audit entry in the log', async () => {
    const user = await people.user();
    const given = await call(root, 'post', `/users/${user}/roles`, { role_name: 'PLATFORM_ADMIN' });
    expect([given.status, given.body]).toEqual([200, { status: 'assigned' }]);
    expect(await heldBy(user)).toEqual(['PLATFORM_ADMIN']);
    const taken = await call(root, 'delete', `/users/${user}/roles`, { role_name: 'PLATFORM_ADMIN' });
    expect([taken.status, taken.body]).toEqual([200, { status: 'removed' }]);
    expect(await heldBy(user)).toEqual([]);
    await call(root, 'post', `/users/${user}/roles`, { role_name: 'SUPPORT' });
    const takenByPath = await call(root, 'delete', `/users/${user}/roles/SUPPORT`);
    expect([takenByPath.status, takenByPath.body]).toEqual([200, { status: 'removed' }]);
    expect(await heldBy(user)).toEqual([]);

    const metadata = (role_name: string, role_level: number) => ({ role_name, role_level, changed: true });
    expect(await entries(user)).toMatchObject([
      { action: 'role.assignment.granted', resource: 'UserRole', status: 'success', metadata: metadata('PLATFORM_ADMIN', 80) },
      { action: 'role.assignment.revoked', status: 'success', metadata: metadata('PLATFORM_ADMIN', 80) },
      { action: 'role.assignment.granted', status: 'success', metadata: metadata('SUPPORT', 40) },
      { action: 'role.assignment.revoked', status: 'success', metadata: metadata('SUPPORT', 40) },
    ]);
  });

  it('never include SUPER_ADMIN over HTTP: nobody gives it, nobody takes it', async () => {
    const user = await people.user();
    const other = await people.newMember(await people.platform(), 'SUPER_ADMIN');
    for (const token of [root, admin]) {
      for (const response of [
        await call(token, 'post', `/users/${user}/roles`, { role_name: 'SUPER_ADMIN' }),
        await call(token, 'delete', `/users/${other}/roles`, { role_name: 'SUPER_ADMIN' }),
        await call(token, 'delete', `/users/${other}/roles/SUPER_ADMIN`),
      ]) {
        expect([response.status, codeOf(response)]).toEqual([403, 'role.level_insufficient']);
      }
    }
    expect(await heldBy(user)).toEqual([]);
    expect(await heldBy(other)).toEqual(['SUPER_ADMIN']);
  });

  it('count in the token’s very next request, given and taken', async () => {
    const user = await people.user();
    const token = await tokenOf(user);
    for (let i = 0; i < 3; i += 1) {
      expect((await call(token, 'get', '')).status).toBe(403);
      await call(root, 'post', `/users/${user}/roles`, { role_name: 'PLATFORM_ADMIN' });
      expect((await call(token, 'get', '')).status).toBe(200);
      await call(root, 'delete', `/users/${user}/roles/PLATFORM_ADMIN`);
    }
    expect((await call(token, 'get', '')).status).toBe(403);
  });

  it('are for those who hold platform.roles.assign; everyone else is told what they lack, and is on record', async () => {
    const user = await people.user();
    const owner = await tokenOf(await people.newMember(await people.tenant(), 'TENANT_OWNER'));
    for (const token of [support, owner]) {
      const refused = await call(token, 'post', `/users/${user}/roles`, { role_name: 'SUPPORT' });
      expect(refused.status).toBe(403);
      expect(JSON.parse(refused.text)).toMatchObject({ code: 'auth.forbidden', detail: 'You lack the permission platform.roles.assign.' });
    }
    expect((await test.http.get(ROLES)).status).toBe(401);
    expect(await heldBy(user)).toEqual([]);
    const log = await test.http.get('/api/v1/platform/audit?action=role.assignment.granted&status=denied&limit=2').set('Authorization', `Bearer ${root}`).expect(200);
    expect(log.body).toMatchObject([{ status: 'denied' }, { status: 'denied' }]);
  });

  it('refuse what is no role name with 400, and what is not there with 404', async () => {
    const user = await people.user();
    for (const body of [{}, { role_name: 7 }, { role_name: '' }, { role_name: ['SUPPORT'] }, { role_name: 'x'.repeat(101) }, { role_name: 'a\u0000b' }, { role_name: 'SUPPORT', level: 1 }]) {
      expect((await call(root, 'post', `/users/${user}/roles`, body)).status).toBe(400);
      expect((await call(root, 'delete', `/users/${user}/roles`, body)).status).toBe(400);
    }
    expect((await call(root, 'delete', `/users/${user}/roles/a%00b`)).status).toBe(400);
    for (const id of [newId(), 'ghost', '7']) expect((await call(root, 'post', `/users/${id}/roles`, { role_name: 'SUPPORT' })).status).toBe(404);
    for (const role_name of ['TENANT_ADMIN', 'NOBODY', 'support']) {
      expect(codeOf(await call(root, 'post', `/users/${user}/roles`, { role_name }))).toBe('role.not_found');
    }
  });
});
