import { buildDocument } from '../src/openapi/build-document.js';
import { bearer, call, logInAsSuperAdmin } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('a cursor without a value', () => {
  let test: TestApp;
  let admin: Record<string, string>;
  let tenantId: string;
  beforeAll(async () => {
    test = await createTestApp();
    admin = bearer((await logInAsSuperAdmin(test)).access_token);
    const { id } = (await call<{ id: string }>(test, 'GET', '/me', undefined, admin)).body;
    tenantId = (await call<{ id: string }>(test, 'POST', '/platform/tenants', { name: 'Acme', owner_id: id }, admin)).body.id;
  });
  afterAll(() => test.close());

  it('is none, in every list', async () => {
    const { paths } = buildDocument(test.app, 'x');
    const lists = Object.entries(paths).flatMap(([path, item]) => {
      const names = (item.get?.parameters ?? []).flatMap((parameter) => ('in' in parameter && parameter.in === 'query' ? [parameter.name] : []));
      return names.includes('cursor') ? [path.replace(/\{\w+\}/g, tenantId)] : [];
    });
    expect(lists.length).toBeGreaterThan(12);
    const wrong: string[] = [];
    for (const path of lists) {
      for (const query of ['cursor=', 'cursor', 'cursor=&limit=1']) {
        const answer = await fetch(`${test.url}${path}?${query}`, { headers: admin });
        const plain = await fetch(`${test.url}${path}${query.includes('limit=1') ? '?limit=1' : ''}`, { headers: admin });
        if (answer.status !== plain.status || answer.headers.get('x-total-count') !== plain.headers.get('x-total-count')) wrong.push(`${path}?${query} answered ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is still refused where it is not known, and where it comes twice', async () => {
    for (const query of ['unknown=', 'cursor=&cursor=', 'limit=', 'cursor=x', 'limit=0']) expect([query, (await fetch(`${test.url}/api/v1/platform/users?${query}`, { headers: admin })).status]).toEqual([query, 400]);
  });

  it('is no dry run: a change that does not say whether it is one is refused', async () => {
    expect((await call(test, 'DELETE', `/platform/tenants/${tenantId}?dry_run=`, undefined, admin)).status).toBe(400);
    expect((await call(test, 'GET', `/platform/tenants/${tenantId}`, undefined, admin)).status).toBe(200);
  });
});
