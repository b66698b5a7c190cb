import { Controller, Get, Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { active, FakeHub, json, KEY } from '../../test/fake-hub.js';
import type { ActiveToken } from '../index.js';
import { AuthEngineModule, CurrentUser, Public, RequirePermissions } from './index.js';

const TENANT = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10';

@Controller('tenants/:tenant_id/orders')
@RequirePermissions('orders.view')
class OrdersController {
  @Get()
  list(@CurrentUser() { sub }: ActiveToken): unknown {
    return { sub };
  }

  @Get('stock')
  @RequirePermissions(['orders.stock'])
  stock(): unknown {
    return {};
  }

  @Get('public')
  @Public()
  open(): unknown {
    return { open: true };
  }
}

@Controller('others')
@Public()
class OthersController {
  @Get('open')
  open(@CurrentUser() user: ActiveToken | undefined): unknown {
    return { user: user ?? null };
  }

  @Get('closed/:org')
  @RequirePermissions('orders.view', { tenantParam: 'org' })
  closed(): unknown {
    return {};
  }

  @Get('misnamed/:id')
  @RequirePermissions('orders.view', { tenantParam: 'org' })
  misnamed(): unknown {
    return {};
  }

  @Get('both')
  @Public()
  @RequirePermissions('orders.view')
  both(): unknown {
    return {};
  }
}

@Controller('plain')
class PlainController {
  @Get()
  plain(): unknown {
    return {};
  }
}

describe('a Nest service', () => {
  let hub: FakeHub;
  let app: INestApplication;

  const start = async (options: { url?: string; apiKey?: string } = {}): Promise<INestApplication> => {
    @Module({ imports: [AuthEngineModule.forRoot({ url: hub.url, apiKey: KEY, timeoutMs: 500, ...options })], controllers: [OrdersController, OthersController, PlainController] as Type[] })
    class Service {}
    const service = await NestFactory.create(Service, { logger: false, abortOnError: false });
    await service.listen(0, '127.0.0.1');
    return service;
  };

  beforeAll(async () => {
    hub = await new FakeHub().start();
    app = await start();
  });
  afterAll(async () => {
    await app.close();
    await hub.stop();
  });
  beforeEach(() => {
    hub.answer(({ token, tenant_id, permission }) => {
      if (token !== 'ada' && token !== 'bob') return { active: false };
      if (tenant_id !== undefined && tenant_id !== TENANT) return { active: false };
      const held = token === 'ada' ? ['orders.view', 'orders.stock'] : ['orders.stock'];
      return active({ sub: token, ...(tenant_id === undefined ? {} : { tenant_id }), ...(permission === undefined ? {} : { allowed: (permission as string[]).every((name) => held.includes(name)) }) });
    });
  });

  const get = async (path: string, token?: string): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> => {
    const response = await fetch(`${await app.getUrl()}${path}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  };

  it.each([
    [`/tenants/${TENANT}/orders`, 'ada', 200, undefined],
    [`/tenants/${TENANT}/orders`, 'bob', 403, 'auth.permission_missing'],
    [`/tenants/${TENANT}/orders`, 'gone', 401, 'auth.sign_in'],
    [`/tenants/${TENANT}/orders`, undefined, 401, 'auth.sign_in'],
    ['/tenants/elsewhere/orders', 'ada', 403, 'auth.not_in_tenant'],
    [`/tenants/${TENANT}/orders/stock`, 'ada', 200, undefined],
    [`/tenants/${TENANT}/orders/stock`, 'bob', 403, 'auth.permission_missing'],
    [`/tenants/${TENANT}/orders/public`, undefined, 200, undefined],
    ['/others/open', undefined, 200, undefined],
    [`/others/closed/${TENANT}`, undefined, 401, 'auth.sign_in'],
    [`/others/closed/${TENANT}`, 'ada', 200, undefined],
    ['/others/closed/elsewhere', 'ada', 403, 'auth.not_in_tenant'],
    ['/plain', undefined, 401, 'auth.sign_in'],
    ['/plain', 'bob', 200, undefined],
  ])('GET %s as %s is %d %s', async (path, token, status, code) => {
    const { status: got, body } = await get(path, token);
    expect([got, body.code]).toEqual([status, code]);
  });

  it('tells the handler who it is, and refuses with a challenge', async () => {
    expect((await get(`/tenants/${TENANT}/orders`, 'ada')).body).toEqual({ sub: 'ada' });
    expect((await get('/plain', 'gone')).headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('lets nobody in for a route that contradicts itself, or that names a tenant where there is none', async () => {
    expect((await get('/others/both', 'ada')).status).toBe(500);
    expect((await get('/others/misnamed/x', 'ada')).status).toBe(503);
  });

  it('lets nobody in while there is no answer', async () => {
    hub.on((_, response) => json(response, 503, { code: 'server.unavailable' }, { 'Retry-After': '7' }));
    const answer = await get('/plain', 'ada');
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'auth.unavailable', '7']);
  });

  it.each([
    ['a wrong URL', { url: 'http://127.0.0.1:1' }, /cannot be reached/],
    ['no key', { apiKey: '' }, /apiKey is not set/],
  ])('does not start with %s', async (_, options, says) => {
    await expect(start(options)).rejects.toThrow(says);
  });

  it('does not start with a key that does not stand', async () => {
    hub.on((_, response) => json(response, 401, { code: 'introspection.invalid_api_key' }));
    await expect(start()).rejects.toThrow(/does not accept the API key/);
  });
});
