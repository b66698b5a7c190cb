import type { Server } from 'node:http';
import { Audited, Authenticated, defineAuditEvents, PlatformPermissions, Public, RequirePermissions, runInRequest, ServiceAuthenticated, TenantPermissions } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { DomainError, newId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { openLibrary, openTestDatabase, People, RecordingAuditTrail, type TestDatabase } from '@authengine/testing';
import { Catch, Controller, Get, Module, Post, type ArgumentsHost, type ExceptionFilter, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { RbacModule } from '../rbac.module.js';
import { PermissionGuard } from './permission.guard.js';

const DoorEvents = defineAuditEvents({ opened: { name: 'sample.door.opened', description: 'A door of this spec was opened', resource: 'Auth' } });

@Controller('doors')
class DoorController {
  @Public()
  @Get('public')
  public(): string {
    return 'open';
  }

  @Authenticated()
  @Get('authenticated')
  authenticated(): string {
    return 'open';
  }

  @ServiceAuthenticated()
  @Get('service')
  service(): string {
    return 'open';
  }

  @RequirePermissions(PlatformPermissions.usersView)
  @Get('platform')
  platform(): string {
    return 'open';
  }

  @RequirePermissions(TenantPermissions.view, TenantPermissions.update, { tenantParam: 'tenant_id' })
  @Audited(DoorEvents.opened)
  @Post('tenants/:tenant_id')
  tenant(): string {
    return 'open';
  }

  @RequirePermissions(TenantPermissions.view, { tenantParam: 'tenant_id' })
  @Get('misnamed/:tenantId')
  misnamed(): string {
    return 'open';
  }

  @Get('forgotten')
  forgotten(): string {
    return 'open';
  }
}

/** Shows what the product's filter makes a problem of. */
@Catch()
class BareFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, code, detail } = error instanceof DomainError ? error : { status: 500, code: 'crash', detail: String(error) };
    response.status(status).json({ code, detail });
  }
}

@Module({
  imports: [RbacModule],
  controllers: [DoorController],
  providers: [
    { provide: APP_GUARD, useExisting: PermissionGuard },
    { provide: APP_FILTER, useClass: BareFilter },
  ],
})
class SpecModule {}

describe('PermissionGuard', () => {
  let database: TestDatabase;
  let app: INestApplication<Server>;
  let people: People;
  let trail: RecordingAuditTrail;
  let home: TenantId;
  let foreign: TenantId;

  beforeAll(async () => {
    database = await openTestDatabase();
    trail = new RecordingAuditTrail();
    app = (await openLibrary(database.address, [SpecModule], { trail })).createNestApplication();
    // Stands for the request context and the authentication guard: who is calling has been settled.
    app.use((incoming: Request, _: Response, next: NextFunction) => {
      const [sub, sid] = (incoming.header('x-spec-user') ?? '').split('/');
      const principal = sid ? ({ kind: 'user', userId: sub as UserId, sessionId: sid as SessionId, tenantId: foreign } as const) : null;
      runInRequest({ requestId: 'spec', ip: null, userAgent: null, principal }, next);
    });
    await app.init();
    people = new People(app.get(DataSource));
    home = await people.tenant();
    foreign = await people.tenant();
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });
  beforeEach(() => {
    trail.refusals.length = 0;
  });

  const as = async (user: UserId | null, method: 'get' | 'post', path: string): Promise<request.Response> => {
    const call = request(app.getHttpServer())[method](`/doors/${path}`);
    if (user === null) return call;
    const { sub, sid } = await people.session(user);
    return call.set('x-spec-user', `${sub}/${sid}`);
  };

  it.each(['public', 'authenticated', 'service'])('leaves a route that is %s to others', async (path) => {
    expect((await as(null, 'get', path)).status).toBe(200);
  });

  it('RB-09 throws for a route that says nothing of its access, whoever calls', async () => {
    const admin = await people.newMember(await people.platform(), 'SUPER_ADMIN');
    expect((await as(admin, 'get', 'forgotten')).body).toMatchObject({ code: 'crash', detail: expect.stringContaining('DoorController.forgotten') });
  });

  it('throws for a route whose tenant parameter does not exist, and opens nothing', async () => {
    const admin = await people.newMember(await people.platform(), 'SUPER_ADMIN');
    expect((await as(admin, 'get', `misnamed/${home}`)).status).toBe(500);
  });

  it('lets nobody in without a user', async () => {
    expect((await as(null, 'get', 'platform')).body.code).toBe('auth.unauthenticated');
  });

  it('lets a platform role in, and tells everyone else which permission they lack', async () => {
    expect((await as(await people.newMember(await people.platform(), 'PLATFORM_ADMIN'), 'get', 'platform')).status).toBe(200);
    const owner = await people.newMember(home, 'TENANT_OWNER');
    const refused = await as(owner, 'get', 'platform');
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({ code: 'auth.forbidden', detail: 'You lack the permission platform.users.view.' });
  });

  it('lets a member in who holds all that is required, and names only what is missing to one who does not', async () => {
    expect((await as(await people.newMember(home, 'TENANT_ADMIN'), 'post', `tenants/${home}`)).status).toBe(201);
    const refused = await as(await people.newMember(home, 'TENANT_USER'), 'post', `tenants/${home}`);
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({ code: 'auth.forbidden', detail: 'You lack the permission tenant.update.' });
  });

  it('lets a platform admin into a tenant they are no member of', async () => {
    const admin = await people.newMember(await people.platform(), 'PLATFORM_ADMIN');
    expect((await as(admin, 'post', `tenants/${home}`)).status).toBe(201);
  });

  it('EN-08 TN-03 answers the same for another’s tenant, an unknown one and what is no tenant id, to whoever may not know', async () => {
    const owner = await people.newMember(home, 'TENANT_OWNER');
    const answers = [];
    for (const id of [foreign, newId(), 'ghost', '%2e%2e', `${home}%00`, home.toUpperCase(), `${home}%2f..%2f${home}`, '%20', '*']) {
      answers.push(await as(owner, 'post', `tenants/${id}`));
    }
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    for (const { body } of answers) expect(body).toEqual(answers[0]!.body);
    expect(answers[0]!.body.code).toBe('request.not_found');
    const admin = await people.newMember(await people.platform(), 'PLATFORM_ADMIN');
    expect((await as(admin, 'post', `tenants/${newId()}`)).body).toEqual(answers[0]!.body);
  });

  it('TN-02 takes the tenant from the path alone, not from the token’s active one', async () => {
    const member = await people.newMember(foreign, 'TENANT_ADMIN');
    expect((await as(member, 'post', `tenants/${home}`)).status).toBe(404);
  });

  it('TN-05 closes a suspended tenant to its members and to platform admins, and leaves their others open', async () => {
    const tenant = await people.tenant();
    const member = await people.newMember(tenant, 'TENANT_OWNER');
    await people.member(home, member, 'TENANT_ADMIN');
    const admin = await people.newMember(await people.platform(), 'PLATFORM_ADMIN');
    const stranger = await people.newMember(foreign, 'TENANT_OWNER');
    expect((await as(member, 'post', `tenants/${tenant}`)).status).toBe(201);
    expect((await as(admin, 'post', `tenants/${tenant}`)).status).toBe(201);
    await app.get(Transactions).run(async () => {
      await app.get(Transactions).manager.query("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [tenant]);
      await app.get(Tenants, { strict: false }).changed([tenant], 'revokes');
    });
    expect((await as(member, 'post', `tenants/${tenant}`)).body).toEqual({ code: 'auth.forbidden', detail: 'This tenant is suspended.' });
    expect((await as(admin, 'post', `tenants/${tenant}`)).status).toBe(403);
    expect((await as(stranger, 'post', `tenants/${tenant}`)).status).toBe(404);
    expect((await as(member, 'post', `tenants/${home}`)).status).toBe(201);
  });

  it('refuses a user who is suspended between authentication and here', async () => {
    const user = await people.newMember(home, 'TENANT_ADMIN');
    await app.get(DataSource).query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [user]);
    expect((await as(user, 'post', `tenants/${home}`)).status).toBe(401);
  });

  it('records a refusal under the route’s own event and in its tenant’s log, with what was missing and the route’s pattern', async () => {
    await as(await people.newMember(home, 'TENANT_USER'), 'post', `tenants/${home}`);
    await as(await people.newMember(home, 'TENANT_USER'), 'get', 'platform');
    expect(trail.refusals).toHaveLength(2);
    expect(trail.refusals[0]).toMatchObject({
      event: 'sample.door.opened',
      error: { code: 'auth.forbidden', log: { missing: ['tenant.update'], tenant_id: home } },
      where: { method: 'POST', route: '/doors/tenants/:tenant_id', tenantId: home },
    });
    expect(trail.refusals[1]).toMatchObject({ event: undefined, where: { method: 'GET', route: '/doors/platform' } });
  });
});
