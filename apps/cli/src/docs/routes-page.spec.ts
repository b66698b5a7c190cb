import { Audited, Authenticated, defineAuditEvents, RequireRecentLogin, RequirePermissions, ServiceAuthenticated, TenantPermissions } from '@authengine/contracts';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import { MetadataScanner, type DiscoveryService } from '@nestjs/core';
import { RouteHandlers } from '../../../api/src/http/routes/route-handlers.js';
import type { Route } from '../../../api/src/http/routes/route-table.js';
import { controllerFiles } from './controller-files.js';
import { routeTable } from './route-rows.js';
import { previewRoutes, routesOfProduct } from './routes-page.js';

const Events = defineAuditEvents({
  done: { name: 'probe.row.done', description: 'A probe', resource: 'Auth' },
  refused: { name: 'probe.row.refused', description: 'A probe', resource: 'Auth' },
});

@Controller('rows')
class RowsController {
  @Delete(':tenant_id')
  @RequirePermissions(TenantPermissions.view, TenantPermissions.update, { tenantParam: 'tenant_id' })
  @RequireRecentLogin()
  @Audited(Events.done, { refusal: Events.refused })
  remove(): void {
    // Never called.
  }

  @Post()
  @Authenticated({ endedSessions: true })
  @Audited(Events.done)
  leave(): void {
    // Never called.
  }

  @Get()
  @ServiceAuthenticated()
  read(): void {
    // Never called.
  }
}

describe('the page of routes', () => {
  const handlers = new RouteHandlers({ getControllers: () => [{ metatype: RowsController }] } as unknown as DiscoveryService, new MetadataScanner());
  const route = (method: string, path: string, name: string): Route => ({ method, path, handler: handlers.find(`RowsController.${name}`)! });
  const ROUTES = [route('POST', '/rows', 'leave'), route('DELETE', '/rows/:tenant_id', 'remove'), route('GET', '/rows', 'read')];

  it('says of each route where it is, who may and what is on record, sorted by path', () => {
    expect(routeTable(ROUTES, new Map([['RowsController', 'libs/rows/src/rows.controller.ts']])).split('\n').slice(2)).toEqual([
      '| `GET /rows` | `libs/rows/src/rows.controller.ts` read | service key |  |',
      '| `POST /rows` | `libs/rows/src/rows.controller.ts` leave | signed in, or once was | `probe.row.done` |',
      '| `DELETE /rows/:tenant_id` | `libs/rows/src/rows.controller.ts` remove | `tenant.view` and `tenant.update` in `:tenant_id`, recent login | `probe.row.done`, refused `probe.row.refused` |',
    ]);
  });

  it('leaves out what is no controller of the tree: an extension has a page of its own', () => {
    expect(routeTable(ROUTES, new Map()).split('\n')).toHaveLength(2);
  });

  it('has one row for every route of the product, with a file of the tree', async () => {
    const ofExtensions = controllerFiles(process.cwd(), 'extensions');
    const routes = (await previewRoutes()).filter(({ handler }) => !ofExtensions.has(handler.controller.name));
    expect(routes.length).toBeGreaterThan(100);
    const files = controllerFiles(process.cwd());
    expect(routes.filter(({ handler }) => !files.has(handler.controller.name)).map(({ handler }) => handler.name)).toEqual([]);
    const rows = (await routesOfProduct()).split('\n').slice(2);
    expect(rows).toHaveLength(routes.length);
    expect(rows).toContain('| `POST /api/v1/auth/login` | `libs/identity/src/login/login.controller.ts` login | public | `auth.login.succeeded`, refused `auth.login.failed` |');
  });
});
