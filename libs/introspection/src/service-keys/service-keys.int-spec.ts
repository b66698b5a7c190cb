import { AuditModule } from '@authengine/audit';
import { ConfigModule } from '@authengine/config';
import { AuditTrail, currentRequest, runInRequest, type AuditDetails, type AuditEvent, type RequestContext } from '@authengine/contracts';
import { AccessTokens } from '@authengine/crypto';
import { Memberships, Tenants, Users } from '@authengine/directory';
import { Clock, DomainError, newId, type ServiceKeyId, type TenantId, type UserId } from '@authengine/kernel';
import { MailModule } from '@authengine/mail';
import { MfaModule } from '@authengine/mfa';
import { PersistenceModule, Transactions } from '@authengine/persistence';
import { PermissionGuard, RbacModule } from '@authengine/rbac';
import { AuthenticationGuard, Sessions } from '@authengine/sessions';
import { TenancyModule } from '@authengine/tenancy';
import { FakeClock, openTestDatabase, testSettings, type TestDatabase } from '@authengine/testing';
import { Catch, Global, Module, ValidationPipe, type ArgumentsHost } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import request, { type Test as Call } from 'supertest';
import { IntrospectionModule } from '../introspection.module.js';
import { LiveServiceKeys } from './live-service-keys.js';
import { ServiceKeyUsage } from './service-key-usage.js';
import { ServiceKeys } from './service-keys.js';

class RecordingTrail extends AuditTrail {
  readonly recorded: { event: AuditEvent; details: AuditDetails; actor: RequestContext['principal'] }[] = [];
  failing = false;
  async record(event: AuditEvent, details: AuditDetails = {}): Promise<void> {
    if (this.failing) throw new Error('the record is away');
    this.recorded.push({ event, details, actor: currentRequest()?.principal ?? null });
  }
  async leaveToOthers(): Promise<void> {}
  describe(): void {}
  async refuse(): Promise<void> {}
}

const clock = new FakeClock();
const trail = new RecordingTrail();

@Global()
@Module({ providers: [{ provide: Clock, useValue: clock }], exports: [Clock] })
class AroundModule {}

@Catch(DomainError)
class Problems {
  catch(error: DomainError, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(error.status).json({ code: error.code, errors: error.errors });
  }
}

const PATH = '/api/v1/platform/service-keys';

describe('service keys', () => {
  let database: TestDatabase;
  let app: NestExpressApplication;
  let admin: string;
  let user: string;
  let tenantId: TenantId;

  beforeAll(async () => {
    database = await openTestDatabase();
    const settings = testSettings();
    const testing = await Test.createTestingModule({
      imports: [AroundModule, ConfigModule.forRoot(settings), PersistenceModule.forRoot(settings, database.address), AuditModule.forRoot(settings), MailModule.forRoot(settings), RbacModule, MfaModule, TenancyModule, IntrospectionModule],
    })
      .overrideProvider(AuditTrail)
      .useValue(trail)
      .compile();
    app = testing.createNestApplication<NestExpressApplication>({ logger: false });
    app.setGlobalPrefix('api/v1');
    app.use((_request: Request, _response: Response, next: NextFunction) => {
      runInRequest({ requestId: newId(), ip: '192.0.2.1', userAgent: null, principal: null }, next);
    });
    app.useGlobalFilters(new Problems());
    app.useGlobalGuards(app.get(AuthenticationGuard), app.get(PermissionGuard));
    app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
    await app.init();
    const [adminId, userId] = [await newUser(), await newUser()];
    const platform = (await app.get(Tenants).findPlatform())!.id;
    tenantId = (await app.get(Tenants).create({ name: 'Acme', ownerId: userId, createdBy: null })).id;
    await give(adminId, platform, 'PLATFORM_ADMIN');
    await give(userId, tenantId, 'TENANT_OWNER');
    [admin, user] = [await tokenOf(adminId), await tokenOf(userId)];
  });

  afterAll(async () => {
    await app?.close();
    await database?.close();
  });

  beforeEach(() => {
    trail.recorded.length = 0;
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => app.get(Transactions).manager.query<T[]>(text, values);
  const newUser = async (): Promise<UserId> =>
    (await app.get(Users).create({ email: `${newId()}@example.com`, status: 'ACTIVE', emailVerifiedAt: clock.now(), createdAt: clock.now() }))!.id;
  const tokenOf = async (sub: UserId): Promise<string> => {
    const session = await app.get(Transactions).run(() => app.get(Sessions).begin(sub, 'email_password'));
    return app.get(AccessTokens).sign({ sub, sid: session.id }).token;
  };
  const give = (userId: UserId, tenant: TenantId, role: string): Promise<void> =>
    app.get(Transactions).run(async () => {
      await app.get(Memberships).add(tenant, userId);
      await sql('INSERT INTO role_assignments (id, user_id, tenant_id, role_id) SELECT $1, $2, $3, id FROM roles WHERE name = $4', [newId(), userId, tenant, role]);
      await app.get(Users).changed([userId], 'revokes');
    });
  const as = (token: string, call: Call): Call => call.set('authorization', `Bearer ${token}`);
  const http = () => request(app.getHttpServer());
  const create = (body: object, token = admin): Call => as(token, http().post(PATH)).send(body);
  const made = async (): Promise<{ id: ServiceKeyId; raw_key: string }> => (await create({ service_name: 'billing' }).expect(201)).body;
  const find = (raw: string) => app.get(LiveServiceKeys).find(app.get(LiveServiceKeys).present({ secret: raw })!);

  it('IN-02 are 256 random bits shown once, of which a hash alone is kept', async () => {
    const { body } = await create({ service_name: '  billing  ', tenant_id: tenantId, expires_at: '2030-01-01T01:00:00+01:00' }).expect(201);
    expect(body).toEqual({
      id: expect.any(String), service_name: 'billing', key_prefix: body.raw_key.slice(0, 14), tenant_id: tenantId, permissions: null, allowed_addresses: null, required_permissions: null, status: 'active', expires_at: '2030-01-01T00:00:00.000Z',
      created_at: expect.stringMatching(/Z$/), last_used_at: null, revoked_at: null, raw_key: expect.stringMatching(/^ae_sk_[0-9a-f]{64}$/),
    });
    const secret = body.raw_key.slice(14);
    expect(JSON.stringify(await sql(`SELECT *, encode(key_hash, 'hex') AS hex FROM service_keys`))).not.toContain(secret);
    expect((await as(admin, http().get(PATH)).expect(200)).text).not.toMatch(/raw_key|[0-9a-f]{64}/);
    expect(JSON.stringify(trail.recorded)).not.toContain(secret);
  });

  it('are on record when made and when revoked, with who did it', async () => {
    const { id } = await made();
    await as(admin, http().delete(`${PATH}/${id}`)).expect(204);
    expect(trail.recorded).toMatchObject([
      { event: { name: 'service_key.created', predecessor: 'SERVICE_KEY_CREATED' }, details: { resourceId: id, metadata: { service_name: 'billing', key_prefix: expect.stringMatching(/^ae_sk_/) } }, actor: { kind: 'user' } },
      { event: { name: 'service_key.revoked', predecessor: 'SERVICE_KEY_REVOKED' }, details: { resourceId: id, metadata: { service_name: 'billing' } }, actor: { kind: 'user' } },
    ]);
  });

  it('are not made when that cannot be put on record', async () => {
    const before = await sql('SELECT id FROM service_keys');
    trail.failing = true;
    await expect(app.get(ServiceKeys).create({ serviceName: 'x', tenantId: null, expiresAt: null, createdBy: null })).rejects.toThrow('the record is away');
    trail.failing = false;
    expect(await sql('SELECT id FROM service_keys')).toEqual(before);
  });

  it.each([
    [{}], [{ service_name: '' }], [{ service_name: '   ' }], [{ service_name: 'x'.repeat(101) }], [{ service_name: 42 }], [{ service_name: ['x'] }], [{ service_name: 'a\u0007b' }],
    [{ service_name: 'x', tenant_id: 'x' }], [{ service_name: 'x', tenant_id: {} }], [{ service_name: 'x', expires_at: 'tomorrow' }], [{ service_name: 'x', expires_at: 1_900_000_000 }],
    [{ service_name: 'x', expires_at: '2020-01-01T00:00:00Z' }], [{ service_name: 'x', expires_at: '2300-01-01T00:00:00Z' }], [{ service_name: 'x', expires_at: '2030-01-01' }], [{ service_name: 'x', expires_at: '2027-02-31T00:00:00Z' }],
    [{ service_name: 'x', raw_key: 'mine' }], [{ service_name: 'x', id: newId() }],
  ])('are refused with 400 for %j', async (body) => {
    await create(body).expect(400);
  });

  it('are refused for a tenant that is not there', async () => {
    expect((await create({ service_name: 'x', tenant_id: newId() }).expect(404)).body.code).toBe('service_key.tenant_not_found');
  });

  it('are the business of who may manage them, and of nobody else', async () => {
    const { id } = await made();
    const calls = () => [http().get(PATH), http().post(PATH).send({ service_name: 'x', tenant_id: tenantId }), http().delete(`${PATH}/${id}`)];
    for (const call of calls()) await call.expect(401);
    for (const call of calls()) await as(user, call).expect(403);
    await as(admin, http().get(PATH)).expect(200);
  });

  it('are made and revoked by nobody who has lost the permission since the request was let in', async () => {
    const platform = (await app.get(Tenants).findPlatform())!.id;
    const actor = await newUser();
    await give(actor, platform, 'PLATFORM_ADMIN');
    const ask = () => app.get(ServiceKeys).create({ serviceName: 'late', tenantId: null, expiresAt: null, createdBy: actor });
    const { key, raw } = await ask();
    await sql('DELETE FROM role_assignments WHERE user_id = $1', [actor]);
    await expect(ask()).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(app.get(ServiceKeys).revoke(key.id, actor)).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(await find(raw)).not.toBeNull();
    expect(await sql("SELECT id FROM service_keys WHERE service_name = 'late'")).toHaveLength(1);
    await app.get(ServiceKeys).revoke(key.id);
  });

  describe('once revoked', () => {
    it('IN-06 are no keys any more, also where the cache is gone', async () => {
      const { id, raw_key } = await made();
      expect(await find(raw_key)).toEqual(expect.objectContaining({ keyId: id, tenantId: null }));
      await as(admin, http().delete(`${PATH}/${id}`)).expect(204);
      expect(await find(raw_key)).toBeNull();
      clock.advance({ days: 1 });
      expect(await find(raw_key)).toBeNull();
      clock.reset();
    });

    it('IN-06 are known on no connection any more, also of two that asked for the first time at once', async () => {
      const { id, raw_key } = await made();
      const keys = app.get(LiveServiceKeys);
      const [one, other] = [{ secret: raw_key }, { secret: raw_key }];
      const first = [one, other].map((credential) => keys.present(credential)!);
      // Between the two verdicts the one connection asks again.
      await keys.find(first[0]!);
      expect(keys.present(one)?.familiar).toBeDefined();
      await keys.find(first[1]!);
      expect(keys.present(other)?.familiar).toBeDefined();
      await app.get(ServiceKeys).revoke(id);
      expect(await keys.find(keys.present(one)!)).toBeNull();
      expect([one, other].map((credential) => keys.present(credential)?.familiar)).toEqual([undefined, undefined]);
    });

    it('are revoked again without complaint', async () => {
      const { id } = await made();
      for (let i = 0; i < 3; i += 1) await as(admin, http().delete(`${PATH}/${id}`)).expect(204);
      expect(trail.recorded.filter(({ event, details }) => event.name === 'service_key.revoked' && details.metadata?.['already_revoked'] !== true)).toHaveLength(1);
    });

    it('of 20 who revoke one is the first, and none is answered before it counts', async () => {
      const { id, raw_key } = await made();
      await find(raw_key);
      const found = await Promise.all(
        Array.from({ length: 20 }, async () => {
          await app.get(ServiceKeys).revoke(id);
          return find(raw_key);
        }),
      );
      expect(found).toEqual(Array.from({ length: 20 }, () => null));
      expect(trail.recorded.filter(({ event, details }) => event.name === 'service_key.revoked' && details.metadata?.['already_revoked'] !== true)).toHaveLength(1);
    });

    it.each(['x', '00000000-0000-0000-0000-000000000000', newId()])('are 404 as %s, which there is not', async (id) => {
      await as(admin, http().delete(`${PATH}/${id}`)).expect(404);
    });
  });

  describe('in a list', () => {
    beforeAll(async () => {
      for (let i = 0; i < 5; i += 1) await app.get(ServiceKeys).create({ serviceName: `Page %_ ${i}`, tenantId, expiresAt: null, createdBy: null });
    });

    it('come newest first, page by page, each once', async () => {
      const seen: string[] = [];
      let path: string | undefined = `${PATH}?q=page&limit=2`;
      while (path) {
        const answer: request.Response = await as(admin, http().get(path)).expect(200);
        seen.push(...answer.body.map((key: { service_name: string }) => key.service_name));
        path = /<([^>]+)>; rel="next"/.exec(answer.headers['link'] ?? '')?.[1];
      }
      expect(seen.sort()).toEqual([0, 1, 2, 3, 4].map((i) => `Page %_ ${i}`));
    });

    it('are found by name, tenant and status', async () => {
      const names = async (query: string): Promise<string[]> => (await as(admin, http().get(`${PATH}?${query}`)).expect(200)).body.map((key: { service_name: string }) => key.service_name);
      expect(await names('q=%25_%203')).toEqual(['Page %_ 3']);
      expect(await names(`tenant_id=${newId()}`)).toEqual([]);
      const gone = await made();
      await app.get(ServiceKeys).revoke(gone.id);
      const ids = async (query: string): Promise<string[]> => (await as(admin, http().get(`${PATH}?${query}`)).expect(200)).body.map((key: { id: string }) => key.id);
      expect(await ids('status=revoked')).toContain(gone.id);
      expect(await ids('status=active')).not.toContain(gone.id);
    });

    it.each(['limit=0', 'limit=101', 'limit=1e2', 'cursor=x', 'cursor=', 'status=old', 'tenant_id=x', 'sort=id', 'q=', 'q=a&q=b'])('refuse ?%s', async (query) => {
      await as(admin, http().get(`${PATH}?${query}`)).expect(400);
    });
  });

  it('of a deleted tenant are gone, in the same transaction, and stay when it rolls back', async () => {
    const owner = await newUser();
    const { id: ended } = await app.get(Tenants).create({ name: 'Short', ownerId: owner, createdBy: null });
    const { raw } = await app.get(ServiceKeys).create({ serviceName: 'x', tenantId: ended, expiresAt: null, createdBy: null });
    const end = (fail: boolean) =>
      app.get(Transactions).run(async () => {
        await app.get(ServiceKeys).revokeOfTenant(ended);
        if (fail) throw new Error('no');
      });
    await expect(end(true)).rejects.toThrow('no');
    expect(await find(raw)).not.toBeNull();
    await end(false);
    expect(await find(raw)).toBeNull();
  });

  it('tell when they were last used, written apart from the request and once a minute at most (predecessor defect 33)', async () => {
    const { id, raw_key } = await made();
    const lastUsed = async (): Promise<number | undefined> => {
      await app.get(ServiceKeyUsage).settle();
      return (await sql<{ last_used_at: Date | null }>('SELECT last_used_at FROM service_keys WHERE id = $1', [id]))[0]?.last_used_at?.getTime();
    };
    expect(await lastUsed()).toBeUndefined();
    await find(raw_key);
    const first = await lastUsed();
    expect(first).toBeGreaterThan(0);
    clock.advance({ seconds: 30 });
    await find(raw_key);
    expect(await lastUsed()).toBe(first);
    clock.advance({ seconds: 31 });
    await find(raw_key);
    expect(await lastUsed()).toBeGreaterThan(first! + 60_000);
    clock.reset();
  });
});
