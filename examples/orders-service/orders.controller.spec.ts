import { TestHub, type TestUser } from '@authengine/sdk/testing';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { OrdersService } from './orders-service.js';

describe('the routes of orders', () => {
  let hub: TestHub;
  let app: INestApplication;
  let ada: TestUser;
  let tenant: string;
  let token: string;

  beforeEach(async () => {
    hub = new TestHub();
    app = await NestFactory.create(OrdersService.with(hub.options({ retries: 0 })), { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    ada = hub.user();
    tenant = hub.tenant();
    hub.grant(ada, tenant, 'orders.view');
    token = hub.signIn(ada);
  });
  afterEach(() => app.close());

  const status = async (method: string, path: string): Promise<number> => (await fetch(`${await app.getUrl()}/tenants/${tenant}/orders${path}`, { method, headers: { Authorization: `Bearer ${token}` } })).status;

  it('are for those who hold the permission', async () => {
    expect([await status('GET', ''), await status('DELETE', '/A-1')]).toEqual([200, 403]);
    hub.grant(ada, tenant, 'orders.manage');
    expect(await status('DELETE', '/A-1')).toBe(204);
    hub.signOut(token);
    expect([await status('GET', ''), await status('DELETE', '/A-1')]).toEqual([401, 401]);
  });

  it('keep only the board on while AuthEngine is away, and that for a minute', async () => {
    expect([await status('GET', '/board'), await status('GET', '')]).toEqual([200, 200]);
    hub.goAway();
    await hub.clock.advance(60_000);
    expect([await status('GET', '/board'), await status('GET', ''), await status('DELETE', '/A-1')]).toEqual([200, 503, 503]);
    await hub.clock.advance(1);
    expect(await status('GET', '/board')).toBe(503);
  });
});
