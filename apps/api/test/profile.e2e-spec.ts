import { createServer, type AddressInfo } from 'node:net';
import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsIn } from './kit/operations.js';
import { auditOf, bearer, call, introspect, logIn, serviceKey, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('a user changes what is shown of them', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    token = (await logIn(test, await signUp(test))).access_token;
  });

  const patch = (body: unknown, access = token): Promise<Answer> => call(test, 'PATCH', '/me', body, bearer(access));

  it('changes what is given, leaves what is absent, clears what is null, and counts at once', async () => {
    const key = await serviceKey(test);
    expect((await patch({ first_name: 'Ada', last_name: 'Lovelace', avatar_url: 'https://cdn.example.com/a.png' })).body).toMatchObject({ first_name: 'Ada', last_name: 'Lovelace' });
    expect((await introspect(test, key, token)).body).toMatchObject({ active: true, first_name: 'Ada', avatar_url: 'https://cdn.example.com/a.png' });
    const cleared = await patch({ avatar_url: null, first_name: 'Augusta' });
    expect(cleared).toMatchObject({ status: 200, body: { first_name: 'Augusta', last_name: 'Lovelace', avatar_url: null } });
    const told = (await introspect(test, key, token)).body;
    expect(told).toMatchObject({ first_name: 'Augusta', name: 'Augusta Lovelace' });
    expect(told).not.toHaveProperty('avatar_url');
    expect((await call(test, 'GET', '/me', undefined, bearer(token))).body).toEqual(cleared.body);
    const [entry] = await auditOf(test, { action: 'user.profile.updated', target_user_id: String(cleared.body['id']) });
    expect(entry).toMatchObject({ status: 'success', metadata: { fields: ['first_name', 'avatar_url'] } });
  });

  it('EV-07 changes nothing else of oneself', async () => {
    for (const field of ['email', 'status', 'is_email_verified', 'emailVerifiedAt', 'email_verified_at', 'mfa_enabled', 'roles', 'id', 'version', 'auth_strategies', 'phone_number', 'pending_email', '__proto__', 'constructor']) {
      const answer = await fetch(`${test.url}/api/v1/me`, { method: 'PATCH', headers: { 'Content-Type': 'application/json', ...bearer(token) }, body: `{"first_name":"X","${field}":true}` });
      expect([field, answer.status]).toEqual([field, 400]);
    }
    expect((await call(test, 'GET', '/me', undefined, bearer(token))).body['first_name']).toBeNull();
  });

  it('refuses a picture that is not at an https URL, and names that are not one line', async () => {
    for (const body of [{ avatar_url: 'http://x.example/a' }, { avatar_url: 'javascript:alert(1)' }, { first_name: 'a\nb' }, { last_name: 'a'.repeat(101) }, { first_name: 'a\u0000' }, { username: 'a b' }, { username: 'x' }]) {
      expect((await patch(body)).status).toBe(400);
    }
  });

  it('RD-03 asks nobody at the address of a picture, and no request names another that the service would ask', async () => {
    let connections = 0;
    const listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const picture = `https://127.0.0.1:${(listener.address() as AddressInfo).port}/a.png`;
    expect((await patch({ avatar_url: picture })).body['avatar_url']).toBe(picture);
    await call(test, 'GET', '/me', undefined, bearer(token));
    await call(test, 'GET', '/me/export', undefined, bearer(token));
    expect(connections).toBe(0);
    await new Promise((resolve) => listener.close(resolve));

    const document = (await (await fetch(`${test.url}/openapi.json`)).json()) as OpenAPIObject;
    const named = operationsIn(document).flatMap(({ fields }) => fields.filter((field) => /ur[li]|link|hook|logo|image|picture|endpoint|host|redirect|callback/i.test(field)));
    // What an administrator of applications or webhooks names is asked with the rules of outbound addresses.
    const ofAdmins = ['url', 'webhook_id', 'backchannel_logout_uri', 'jwks_uri', 'post_logout_redirect_uris', 'redirect_uris', 'token_endpoint_auth_method'];
    expect([...new Set(named)].filter((name) => !ofAdmins.includes(name)).sort()).toEqual(['avatar_url', 'redirect_to']);
  });

  it('gives a username, in whatever case, to one of two who want it', async () => {
    const other = (await logIn(test, await signUp(test))).access_token;
    const name = `Ada.${Date.now()}`;
    const answers = await Promise.all([patch({ username: name }), patch({ username: name.toUpperCase() }, other)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'user.username_taken' });
    expect(answers.find((answer) => answer.status === 200)?.body['username']).toBe(name.toLowerCase());
    const owner = answers[0].status === 200 ? token : other;
    expect((await patch({ username: name }, owner)).status).toBe(200);
    expect((await patch({ username: null }, owner)).body['username']).toBeNull();
    expect((await patch({ username: name }, owner === token ? other : token)).status).toBe(200);
  });

  it('is for who is signed in', async () => {
    expect((await call(test, 'PATCH', '/me', { first_name: 'X' })).status).toBe(401);
  });
});
