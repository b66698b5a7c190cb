import { Authenticated, Public } from '@authengine/contracts';
import { Controller, Get, Module } from '@nestjs/common';
import { RouteTable, type Route } from '../src/http/routes/route-table.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('every route', () => {
  let test: TestApp;
  let routes: readonly Route[];
  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true' } });
    routes = test.app.get(RouteTable).routes();
  });
  afterAll(() => test.close());

  const call = ({ method, path }: Route, headers: Record<string, string> = {}) =>
    fetch(test.url + path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000'), {
      method,
      headers: { ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });

  it('is known', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(expect.arrayContaining(['GET /health/live', 'GET /health/ready', 'GET /metrics']));
  });

  it('says whom it lets in, once', () => {
    expect(routes.filter(({ handler }) => handler.access.length !== 1).map(({ handler }) => handler.name)).toEqual([]);
  });

  it('refuses the anonymous and forged credentials with 401 unless it is public', async () => {
    const forged = { Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.', 'X-API-Key': `ae_sk_${'0'.repeat(64)}` };
    const wrong: string[] = [];
    for (const route of routes.filter(({ handler }) => handler.access[0]?.kind !== 'public')) {
      for (const headers of [{}, forged]) {
        const answer = await call(route, headers);
        if (answer.status !== 401 || answer.headers.get('www-authenticate') === null) wrong.push(`${route.method} ${route.path} answered ${answer.status}`);
        await answer.arrayBuffer();
      }
    }
    expect(wrong).toEqual([]);
  });

  it('never answers an empty request with a server fault', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const answer = await call(route);
      if (answer.status === 500) wrong.push(`${route.method} ${route.path}: ${await answer.text()}`);
      else await answer.arrayBuffer();
    }
    expect(wrong).toEqual([]);
  });
});

describe('a route that does not say exactly once whom it lets in', () => {
  it('stops the start, by name', async () => {
    @Controller('open')
    class ForgottenController {
      @Get()
      read(): string {
        return 'anyone';
      }
    }
    @Module({ controllers: [ForgottenController] })
    class ForgottenModule {}
    await expect(createTestApp({ modules: [ForgottenModule] })).rejects.toThrow('ForgottenController.read says nothing about access');
  });

  it('stops the start when its class says another thing', async () => {
    @Controller('twice')
    @Public()
    class TwiceController {
      @Get()
      @Authenticated()
      read(): string {
        return 'who?';
      }
    }
    @Module({ controllers: [TwiceController] })
    class TwiceModule {}
    await expect(createTestApp({ modules: [TwiceModule] })).rejects.toThrow('TwiceController.read says more than one thing about access (authenticated, public)');
  });

  it('does not even load when one method has two', () => {
    expect(() => {
      class BothController {
        @Public()
        @Authenticated()
        read(): void {
          // Never called.
        }
      }
      return BothController;
    }).toThrow('BothController.read says more than one thing about access (authenticated, public)');
  });
});
