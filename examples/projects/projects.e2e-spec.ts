import { newId, type TenantId } from '@authengine/kernel';
import { onRealPostgres, People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from '../../apps/api/test/kit/actor.js';
import { auditOf, bearer, call, introspect, logInAsSuperAdmin, serviceKey, type Answer } from '../../apps/api/test/kit/person.js';
import { createTestApp, type TestApp } from '../../apps/api/test/test-app.js';
import { projects } from './index.js';

interface ProjectAnswer {
  readonly id: string;
  readonly name: string;
  readonly code?: string;
}

describe('projects', () => {
  let test: TestApp;
  let people: People;
  let owner: Actor;
  let stranger: Actor;
  let tenant: TenantId;
  let path: string;

  beforeAll(async () => {
    test = await createTestApp({ extensions: [projects], env: { PROJECTS_MAX_PER_TENANT: '5', PROJECTS_FIRST_NAME: 'General' } });
    people = new People(test.dataSource);
    stranger = await newActor(test);
    await people.tenant(stranger.id);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
    path = `/tenants/${tenant}/projects`;
  });

  const create = (name: string, actor = owner) => actor.ask<ProjectAnswer>('POST', path, { name });
  const member = async (role: string): Promise<Actor> => actorOf(test, await people.newMember(tenant, role));

  it('are created, read, renamed and deleted by an owner, each act on record', async () => {
    const created = await create('Apollo');
    expect(created).toMatchObject({ status: 201, body: { name: 'Apollo', created_at: expect.any(String) } });
    const { id } = created.body;
    expect((await owner.ask('GET', `${path}/${id}`)).body).toEqual(created.body);
    expect((await owner.ask('PATCH', `${path}/${id}`, { name: 'Gemini' })).body).toEqual({ ...created.body, name: 'Gemini' });
    expect((await owner.ask('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await owner.ask('GET', `${path}/${id}`)).status).toBe(404);
    const entries = await auditOf(test, { tenant_id: tenant, resource: 'Project' });
    expect(entries.map(({ action, resource_id, actor_id, status, metadata }) => ({ action, resource_id, actor_id, status, metadata }))).toEqual([
      { action: 'projects.deleted', resource_id: id, actor_id: owner.id, status: 'success', metadata: { name: 'Gemini' } },
      { action: 'projects.renamed', resource_id: id, actor_id: owner.id, status: 'success', metadata: { name: 'Gemini', old_name: 'Apollo' } },
      { action: 'projects.created', resource_id: id, actor_id: owner.id, status: 'success', metadata: { name: 'Apollo' } },
    ]);
  });

  it('are seen by every member, and changed by owners and admins', async () => {
    const { id } = (await create('Apollo')).body;
    const [admin, user] = [await member('TENANT_ADMIN'), await member('TENANT_USER')];
    expect((await create('Mercury', admin)).status).toBe(201);
    expect((await user.ask('GET', `${path}/${id}`)).status).toBe(200);
    for (const answer of [await create('Vostok', user), await user.ask('PATCH', `${path}/${id}`, { name: 'x' }), await user.ask('DELETE', `${path}/${id}`)]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    }
    const asked = await introspect(test, await serviceKey(test), owner.token, { tenant_id: tenant });
    expect(asked.body['permissions']).toEqual(expect.arrayContaining(['projects.manage', 'projects.view']));
  });

  it('are not there for members of another tenant, and for nobody without a session', async () => {
    const { id } = (await create('Apollo')).body;
    for (const [method, at] of [['GET', path], ['POST', path], ['GET', `${path}/${id}`], ['PATCH', `${path}/${id}`], ['DELETE', `${path}/${id}`]] as const) {
      const body = method === 'POST' || method === 'PATCH' ? { name: 'x' } : undefined;
      expect((await stranger.ask(method, at, body)).status).toBe(404);
      expect((await call(test, method, at, body)).status).toBe(401);
    }
    const foreign = await people.tenant(owner.id);
    expect((await owner.ask('GET', `/tenants/${foreign}/projects/${id}`)).status).toBe(404);
    expect((await owner.ask('DELETE', `/tenants/${foreign}/projects/${id}`)).status).toBe(404);
    for (const no of ['nothing', newId()]) expect((await owner.ask('GET', `${path}/${no}`)).status).toBe(404);
    expect((await owner.ask('GET', `${path}/${id}`)).status).toBe(200);
  });

  it('are listed page by page, the newest first', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) {
      await create(name);
      test.clock.advance({ seconds: 1 });
    }
    const seen: string[] = [];
    let next: string | undefined = `${path}?limit=2`;
    while (next !== undefined) {
      const { status, body, headers }: Answer<ProjectAnswer[]> = await owner.ask<ProjectAnswer[]>('GET', next);
      expect(status).toBe(200);
      seen.push(...body.map(({ name }) => name));
      next = /<\/api\/v1([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual([...names].reverse());
    expect((await owner.ask('GET', `${path}?limit=0`)).body).toMatchObject({ code: 'request.invalid' });
  });

  it('have a name that no other of the tenant has, and one line', async () => {
    await create('Apollo');
    const { id } = (await create('Gemini')).body;
    expect(await create('Apollo')).toMatchObject({ status: 409, body: { code: 'projects.name_taken' } });
    expect(await owner.ask('PATCH', `${path}/${id}`, { name: 'Apollo' })).toMatchObject({ status: 409, body: { code: 'projects.name_taken' } });
    for (const name of ['', 'a\nb', 'x'.repeat(101), 7, null]) expect(await owner.ask('POST', path, { name })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(await owner.ask('POST', path, { name: 'x', more: 1 })).toMatchObject({ status: 400 });
  });

  (onRealPostgres() ? it : it.skip)('of ten requests at once for one name one gets it, and no more than the setting says come about (needs a real PostgreSQL)', async () => {
    const same = await Promise.all(Array.from({ length: 10 }, () => create('Apollo')));
    expect(same.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    await Promise.all(Array.from({ length: 10 }, (_, n) => create(`project ${n}`)));
    expect((await owner.ask<unknown[]>('GET', path)).body).toHaveLength(5);
  });

  it('are no more than the setting says', async () => {
    for (let n = 0; n < 5; n += 1) await create(`project ${n}`);
    expect(await create('one more')).toMatchObject({ status: 409, body: { code: 'projects.too_many' } });
  });

  it('begin with one of a tenant that the platform makes', async () => {
    const { access_token } = await logInAsSuperAdmin(test);
    const made = await call<{ id: string }>(test, 'POST', '/platform/tenants', { name: 'Acme', owner_id: owner.id }, bearer(access_token));
    expect(made.status).toBe(201);
    expect((await owner.ask('GET', `/tenants/${made.body.id}/projects`)).body).toMatchObject([{ name: 'General' }]);
    expect((await auditOf(test, { tenant_id: made.body.id })).map(({ action }) => action)).toEqual(expect.arrayContaining(['tenant.created', 'projects.created']));
  });

  it('go with their tenant', async () => {
    await create('Apollo');
    await test.dataSource.query('DELETE FROM tenants WHERE id = $1', [tenant]);
    expect(await test.dataSource.query('SELECT 1 FROM projects WHERE tenant_id = $1', [tenant])).toEqual([]);
  });

  it('are in the OpenAPI document, with their problem codes', async () => {
    const document = (await test.http.get('/openapi.json')).body;
    const operation = document.paths['/api/v1/tenants/{tenant_id}/projects'].post;
    expect(operation).toMatchObject({ operationId: 'Projects_create', 'x-permissions': ['projects.manage'], 'x-audit-event': 'projects.created' });
    expect(Object.keys(operation.responses['409'].content['application/problem+json'].examples)).toEqual(['projects.name_taken', 'projects.too_many']);
  });
});
