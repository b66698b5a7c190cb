import { randomUUID } from 'node:crypto';
import { ConfigModule, type Settings } from '@authengine/config';
import { AuditTrail, defineAuditEvents, runInRequest, type AuditDetails } from '@authengine/contracts';
import { Clock, DomainError } from '@authengine/kernel';
import { PersistenceModule } from '@authengine/persistence';
import { FakeClock, openTestDatabase, PATIENCE_MS, type TestDatabase, testSettings } from '@authengine/testing';
import { Catch, Global, HttpException, Logger, Module, ValidationPipe, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { Request, Response } from 'express';
import type { Connection } from 'mongoose';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { AuditModule } from '../audit.module.js';
import type { AuditEntryJson } from '../entry/audit-entry.js';
import { AuditInterceptor } from '../recorder/audit.interceptor.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditStore } from '../store/audit-store.js';

const Events = defineAuditEvents({
  done: { name: 'sample.listed.done', description: '', resource: 'User', metadata: ['n'] },
  login: { name: 'sample.login.done', description: '', resource: 'Auth', predecessor: 'LOGIN_SUCCESS' },
});

const clock = new FakeClock();

@Global()
@Module({ providers: [{ provide: Clock, useValue: clock }], exports: [Clock] })
class ClockModule {}

@Catch()
class AnyFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof DomainError && error.retryAfterSeconds) response.setHeader('Retry-After', error.retryAfterSeconds);
    response.status(error instanceof DomainError ? error.status : error instanceof HttpException ? error.getStatus() : 500).json({});
  }
}

const { MONGODB_URL } = testSettings().values;
const mongoUrl = MONGODB_URL === undefined ? undefined : new URL(`/authengine_test_${randomUUID().slice(0, 8)}`, MONGODB_URL).href;

describe('the audit log over HTTP, in Postgres', () => {
  itIsTheAuditLog(testSettings({ MONGODB_URL: undefined, REDIS_URL: undefined }));
});

(mongoUrl === undefined ? describe.skip : describe)('the audit log over HTTP, in MongoDB (skipped where TEST_MONGODB_URL names no server)', () => {
  itIsTheAuditLog(testSettings({ MONGODB_URL: mongoUrl, REDIS_URL: undefined }));
});

function itIsTheAuditLog(settings: Settings): void {
  let database: TestDatabase;
  let app: NestExpressApplication;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await openTestDatabase();
    const module = await Test.createTestingModule({
      imports: [ClockModule, ConfigModule.forRoot(settings), PersistenceModule.forRoot(settings, database.address), AuditModule.forRoot(settings)],
      providers: [{ provide: APP_INTERCEPTOR, useExisting: AuditInterceptor }],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>({ logger: false });
    app.use((_req: Request, _res: Response, next: () => void) => {
      runInRequest({ requestId: 'r', ip: null, userAgent: null, principal: null }, next);
    });
    app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
    app.useGlobalFilters(new AnyFilter());
    app.set('query parser', 'extended');
    await app.init();
  });

  afterAll(async () => {
    if (settings.values.MONGODB_URL) await app.get<Connection>(getConnectionToken()).dropDatabase();
    await app.close();
    await database.close();
  });

  const get = (path: string, query: Record<string, string> = {}): request.Test => request(app.getHttpServer()).get(path).query(query);
  const record = (details: AuditDetails, event = Events.done): Promise<void> => app.get(AuditTrail).record(event, details);
  const read = async (query: Record<string, string> = {}, path = '/platform/audit'): Promise<AuditEntryJson[]> =>
    (await get(path, query).expect(200)).body as AuditEntryJson[];

  it('answers what was committed a moment ago, each entry whole, and is not to be kept by caches', async () => {
    const actorId = randomUUID();
    await record({ actorId, targetUserId: actorId, resourceId: 'x', metadata: { n: 1, secret: 'no' } });
    const response = await get('/platform/audit', { actor_id: actorId.toUpperCase() }).expect(200).expect('Cache-Control', 'no-store');
    expect(response.body).toEqual([
      {
        id: expect.any(String) as string,
        action: 'sample.listed.done',
        resource: 'User',
        resource_id: 'x',
        actor_id: actorId,
        target_user_id: actorId,
        tenant_id: null,
        status: 'success',
        ip_address: null,
        user_agent: null,
        request_id: null,
        metadata: { n: 1 },
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      },
    ]);
  });

  it('pages through entries of one moment by the Link header, without losing or repeating any', async () => {
    const actorId = randomUUID();
    const now = clock.now();
    const still = jest.spyOn(clock, 'now').mockReturnValue(now);
    for (let n = 0; n < 7; n += 1) await record({ actorId, metadata: { n } });
    still.mockRestore();
    const seen: unknown[] = [];
    let link: string | undefined = `/platform/audit?actor_id=${actorId}&limit=3`;
    for (let pages = 0; link !== undefined && pages < 10; pages += 1) {
      const response: request.Response = await request(app.getHttpServer()).get(link).expect(200);
      seen.push(...(response.body as AuditEntryJson[]).map(({ metadata }) => metadata['n']));
      // What happens in the meantime is newer and moves nothing.
      await record({ actorId, metadata: { n: 'newer' } });
      link = /^<([^>]+)>; rel="next"$/.exec(response.headers['link'] ?? '')?.[1];
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });

  it('filters by time, status, action and several at once', async () => {
    const actorId = randomUUID();
    await record({ actorId, status: 'denied', metadata: { n: 1 } });
    const between = clock.now().toISOString();
    clock.advance({ minutes: 1 });
    await record({ actorId, metadata: { n: 2 } });
    const numbers = async (query: Record<string, string>): Promise<unknown[]> => (await read({ actor_id: actorId, ...query })).map(({ metadata }) => metadata['n']);
    expect(await numbers({})).toEqual([2, 1]);
    expect(await numbers({ to: between })).toEqual([1]);
    expect(await numbers({ from: between, status: 'success' })).toEqual([2]);
    expect(await numbers({ status: 'failure' })).toEqual([]);
    expect(await numbers({ action: 'sample.listed.done', resource: 'User', status: 'denied' })).toEqual([1]);
    expect(await numbers({ action: 'sample.listed' })).toEqual([]);
  });

  it("takes the predecessor's action names", async () => {
    const actorId = randomUUID();
    await record({ actorId }, Events.login);
    await record({ actorId, status: 'failure' }, Events.login);
    const statuses = async (action: string): Promise<string[]> => (await read({ actor_id: actorId, action })).map(({ status }) => status);
    expect(await statuses('LOGIN_SUCCESS')).toEqual(['success']);
    expect(await statuses('LOGIN_FAILED')).toEqual(['failure']);
    expect(await read({ actor_id: actorId, action: 'LOGIN_FAILED', status: 'success' })).toEqual([]);
  });

  it("shows a tenant its own entries only, whatever it asks for", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    await record({ tenantId: mine, metadata: { n: 1 } });
    await record({ tenantId: other, metadata: { n: 2 } });
    await record({ tenantId: null, metadata: { n: 3 } });
    const path = `/tenants/audit/${mine}/audit-logs`;
    expect((await read({ action: Events.done.name }, path)).map(({ metadata }) => metadata['n'])).toEqual([1]);
    await get(path, { tenant_id: other }).expect(400);
    const { headers } = await get('/platform/audit', { limit: '1' }).expect(200);
    const cursor = /cursor=([^&>]+)/.exec(headers['link'] ?? '')?.[1] ?? '';
    for (const entry of await read({ cursor }, path)) expect(entry.tenant_id).toBe(mine);
  });

  it('puts the reading itself on record, with what was asked', async () => {
    const tenantId = randomUUID();
    await read({ status: 'denied' }, `/tenants/audit/${tenantId}/audit-logs`);
    expect(await read({ tenant_id: tenantId, action: 'audit.log.read' })).toEqual([
      expect.objectContaining({ status: 'success', tenant_id: tenantId, metadata: { filters: { status: 'denied', tenant_id: tenantId } } }),
    ]);
  });

  it.each(['actor_id[$ne]=x', 'actor_id[]=x', '$where=1', 'status=denied&status=success', 'limit=0', 'limit=101', 'limit=1e9', 'cursor=x', 'cursor=', 'from=yesterday', 'page=2', 'sort=id;drop', 'action=a%00b', 'a[__proto__][x]=1'])(
    'refuses ?%s with 400',
    async (query) => {
      await request(app.getHttpServer()).get(`/platform/audit?${query}`).expect(400);
    },
  );

  it('answers 503 while what was committed cannot be shown, and is right again after', async () => {
    const actorId = randomUUID();
    await app.get(AuditRelay).flush(PATIENCE_MS);
    const store = app.get(AuditStore);
    const away = jest.spyOn(store, 'append').mockRejectedValue(new Error('away'));
    await record({ actorId });
    await get('/platform/audit', { actor_id: actorId }).expect(503).expect('Retry-After', /^\d+$/);
    away.mockRestore();
    expect(await read({ actor_id: actorId })).toHaveLength(1);
  });

  it('keeps nothing behind in the outbox when the application ends', async () => {
    await record({ actorId: randomUUID() });
    await app.get(AuditRelay).beforeApplicationShutdown();
    expect(await app.get(DataSource).query('SELECT * FROM audit_outbox')).toEqual([]);
  });
}
