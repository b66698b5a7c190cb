import { newId, type TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, type Actor } from './kit/actor.js';
import { jsonOperations, readDocument, type JsonOperation } from './kit/document.js';
import { call, newAddress, PASSWORD, serviceKey, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Problem {
  readonly code?: string;
  readonly errors?: readonly { readonly field: string }[];
}

/** The contract's rule for every operation that the document has, and every one to come. */
describe('null in a JSON body', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let key: string;
  let tenant: TenantId;
  let role: string;
  let shared: string;
  let application: string;
  let webhook: string;
  let tenantWebhook: string;
  let operations: readonly JsonOperation[];

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100', REDIRECT_ALLOWLIST: 'https://app.example.com' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    tenant = await people.tenant(root.id);
    role = await people.role('CHANGED', { tenantId: tenant, level: 20 });
    shared = await people.role('SHARED_CHANGED', { level: 20 });
    key = await serviceKey(test);
    application = String((await root.ask('POST', '/platform/applications', { name: 'Changed', type: 'web', redirect_uris: ['https://app.example.com/'] })).body['id']);
    const receiver = { url: 'https://93.184.216.34/', events: ['*'], enabled: false };
    webhook = String((await root.ask('POST', '/platform/webhooks', receiver)).body['id']);
    tenantWebhook = String((await root.ask('POST', `/tenants/webhooks/${tenant}/webhooks`, receiver)).body['id']);
    operations = jsonOperations(await readDocument(test));
  });
  afterAll(() => test.close());

  /** A body that would be taken, as far as the document and this application can say. */
  const body = async ({ id, fields, example }: JsonOperation): Promise<Record<string, unknown>> => {
    const own: Record<string, unknown> = {};
    for (const [name, { format }] of Object.entries(fields)) {
      if (format === 'email') own[name] = newAddress();
      else if (name === 'name' && /Role/.test(id)) own[name] = `R${newId().replaceAll('-', '')}`;
      else if (name === 'username') own[name] = `u${newId().slice(0, 12)}`;
      else if (name === 'tenant_id') own[name] = tenant;
      else if (name === 'owner_id' || name === 'user_id') own[name] = root.id;
      else if (name === 'role_name') own[name] = 'TENANT_USER';
      else if (name === 'scope') own[name] = 'TENANT';
      else if (name === 'level') own[name] = 5;
      else if (name === 'permissions') own[name] = ['tenant.view'];
      // A name would be looked up.
      else if (name === 'url') own[name] = 'https://93.184.216.34/';
      else if (name === 'enabled') own[name] = false;
      else if (name === 'after') own[name] = null;
    }
    return { ...example, ...own };
  };
  const send = async ({ method, path, schemes }: JsonOperation, sent: Record<string, unknown>): Promise<Answer<Problem & Record<string, unknown>>> => {
    const target = path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'provider' ? 'github' : path.startsWith('/platform/applications') ? application : name === 'role_name' ? 'TENANT_USER' : name === 'webhook_id' ? (path.startsWith('/platform/') ? webhook : tenantWebhook) : name === 'role_id' ? (path.startsWith('/platform/') ? shared : role) : name === 'tenant_id' || path.startsWith('/platform/tenants') ? tenant : root.id));
    // Leaving ends a session, so it is one that nothing else needs.
    const { token } = path === '/auth/logout' ? await actorOf(test, root.id) : root;
    return call(test, method, target, sent, schemes.includes('api_key') ? { 'X-API-Key': key } : { Authorization: `Bearer ${token}` });
  };
  const without = (sent: Record<string, unknown>, field: string): Record<string, unknown> => Object.fromEntries(Object.entries(sent).filter(([name]) => name !== field));
  const optionalFieldsOf = ({ fields, required }: JsonOperation): string[] => Object.keys(fields).filter((name) => !required.includes(name));

  it('is the field left out, where an operation is no change of a resource', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const operation of operations.filter(({ method }) => method !== 'PATCH' && method !== 'PUT')) {
      for (const field of optionalFieldsOf(operation)) {
        const left = await send(operation, without(await body(operation), field));
        const nulled = await send(operation, { ...(await body(operation)), [field]: null });
        asked += 1;
        const [is, should] = [`${nulled.status} ${nulled.body.code ?? ''}`, `${left.status} ${left.body.code ?? ''}`];
        if (is !== should || nulled.status >= 500) wrong.push(`${operation.method} ${operation.path} {"${field}":null} answered ${is}, without it ${should}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(20);
  });

  it('is refused by name where the field is required', async () => {
    const wrong: string[] = [];
    for (const operation of operations.filter(({ schemes }) => !schemes.includes('api_key'))) {
      for (const field of operation.required) {
        const answer = await send(operation, { ...(await body(operation)), [field]: null });
        if (answer.status !== 400 || !answer.body.errors?.some((error) => error.field === field)) wrong.push(`${operation.method} ${operation.path} {"${field}":null} answered ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('clears a field that may be empty, and is refused for one that may not, where a resource is changed', async () => {
    const wrong: string[] = [];
    const cleared: string[] = [];
    for (const operation of operations.filter(({ method }) => method === 'PATCH' || method === 'PUT')) {
      for (const field of optionalFieldsOf(operation)) {
        const mayBeEmpty = operation.fields[field]?.nullable === true;
        if (mayBeEmpty) await send(operation, { [field]: (await body(operation))[field] });
        const { status, body: answer } = await send(operation, { [field]: null });
        const empty = answer[field] === null || answer[field] === '';
        const right = mayBeEmpty ? status === 200 && empty : status === 400 && answer.errors?.some((error) => error.field === field) === true;
        if (!right) wrong.push(`${operation.method} ${operation.path} {"${field}":null} answered ${status} with ${JSON.stringify(answer[field])}`);
        if (empty) cleared.push(field);
      }
    }
    expect(wrong).toEqual([]);
    expect([...new Set(cleared)].sort()).toEqual(['access_token_minutes', 'avatar_url', 'backchannel_logout_uri', 'branding', 'description', 'first_name', 'jwks', 'jwks_uri', 'last_name', 'scopes', 'username']);
  });

  it('does not stand for a field that nobody declared', async () => {
    const answer = await call<Problem>(test, 'POST', '/auth/register', { email: newAddress(), password: PASSWORD, is_admin: null });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'is_admin' }] } });
  });

  it('is no password of a change of address', async () => {
    const email = await signUp(test);
    const login = await call<{ access_token: string }>(test, 'POST', '/auth/login', { email, password: PASSWORD });
    const change = (fields: object): Promise<Answer<Problem>> => call(test, 'POST', '/me/email', { new_email: newAddress(), ...fields }, { Authorization: `Bearer ${login.body.access_token}` });
    const [nulled, left] = [await change({ password: null, code: null }), await change({})];
    expect([nulled.status, nulled.body.code, nulled.body.errors]).toEqual([left.status, left.body.code, left.body.errors]);
    expect(left.status).toBe(400);
  });
});
