import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { People } from '@authengine/testing';
import { bearer, call, logIn, serviceKey, signUp } from '../../apps/api/test/kit/person.js';
import { newActor, type Actor } from '../../apps/api/test/kit/actor.js';
import { createTestApp, type TestApp } from '../../apps/api/test/test-app.js';
import { orders } from './index.js';
import { OrdersService } from './orders-service.js';

describe('a service on the SDK, and AuthEngine', () => {
  let test: TestApp;
  let service: INestApplication;
  let owner: Actor;
  let tenant: string;

  beforeAll(async () => {
    test = await createTestApp({ extensions: [orders], env: { RATE_LIMIT_PER_MINUTE: '1000', MAX_CONCURRENT_SESSIONS: '100' } });
    owner = await newActor(test);
    tenant = await new People(test.dataSource).tenant(owner.id);
    service = await serve(await serviceKey(test));
  });
  afterAll(async () => {
    await service.close();
    await test.close();
  });

  const serve = async (apiKey: string): Promise<INestApplication> => {
    const app = await NestFactory.create(OrdersService.with({ url: test.url, apiKey }), { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    return app;
  };
  const ask = async (method: string, path: string, token?: string, where = tenant): Promise<{ status: number; code: unknown }> => {
    const response = await fetch(`${await service.getUrl()}/tenants/${where}/orders${path}`, { method, headers: token === undefined ? {} : bearer(token) });
    const text = await response.text();
    return { status: response.status, code: text === '' ? undefined : (JSON.parse(text) as { code?: unknown }).code };
  };
  const routes = async (token?: string): Promise<number[]> => [(await ask('GET', '', token)).status, (await ask('DELETE', '/A-1', token)).status, (await ask('GET', '/board', token)).status];

  it('follows somebody from sign-in to sign-out, each time with the next request', async () => {
    const email = await signUp(test);
    const { access_token: token } = await logIn(test, email);
    const { body: me } = await call<{ id: string }>(test, 'GET', '/me', undefined, bearer(token));
    expect(await routes()).toEqual([401, 401, 401]);
    // Signed in, and a stranger here.
    expect(await routes(token)).toEqual([403, 403, 403]);
    expect((await ask('GET', '', token)).code).toBe('auth.not_in_tenant');

    await new People(test.dataSource).member(tenant as never, me.id as never, 'TENANT_USER');
    const roles = `/tenants/roles/${tenant}/users/${me.id}/roles`;
    expect((await owner.ask('POST', roles, { role_name: 'TENANT_MANAGER' })).status).toBe(200);
    expect(await routes(token)).toEqual([200, 403, 200]);
    expect((await ask('DELETE', '/A-1', token)).code).toBe('auth.permission_missing');
    expect((await owner.ask('POST', roles, { role_name: 'TENANT_ADMIN' })).status).toBe(200);
    expect(await routes(token)).toEqual([200, 204, 200]);

    expect((await owner.ask('DELETE', `${roles}/TENANT_ADMIN`)).status).toBe(204);
    expect((await owner.ask('DELETE', `${roles}/TENANT_MANAGER`)).status).toBe(204);
    // The strict ones with the next request, the bounded one within its bound.
    expect((await ask('DELETE', '/A-1', token)).status).toBe(403);
    expect((await ask('GET', '/board', token)).status).toBe(403);
    expect(await eventually(() => ask('GET', '', token))).toEqual({ status: 403, code: 'auth.permission_missing' });

    await call(test, 'POST', '/auth/logout', undefined, bearer(token));
    expect((await ask('DELETE', '/A-1', token)).code).toBe('auth.sign_in');
    expect((await eventually(() => ask('GET', '', token), 401)).status).toBe(401);
    expect((await ask('GET', '/opening-hours')).status).toBe(200);
  });

  it('does not start with a key that does not stand', async () => {
    await expect(serve(`ae_sk_${'0'.repeat(64)}`)).rejects.toThrow(/does not accept the API key/);
  });

  /** Waits for what the stream tells; what never comes runs into the limit of the test. */
  async function eventually(work: () => Promise<{ status: number; code: unknown }>, status = 403): Promise<{ status: number; code: unknown }> {
    for (;;) {
      const answer = await work();
      if (answer.status === status) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});
