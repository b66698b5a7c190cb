import { ConfigModule } from '@authengine/config';
import { AccessErrors, Audited, AuditTrail, defineAuditEvents, Public, RequirePermissions, runInRequest, TenantPermissions, type Principal } from '@authengine/contracts';
import { Clock, defineErrors, DomainError, newId, SystemClock, type SessionId, type UserId } from '@authengine/kernel';
import { PersistenceModule, Transactions } from '@authengine/persistence';
import { openTestDatabase, PATIENCE_MS, type TestDatabase, testSettings } from '@authengine/testing';
import { Catch, Controller, Get, Global, HttpException, Logger, Module, Post, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { Request, Response } from 'express';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { AuditModule } from '../audit.module.js';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditStore } from '../store/audit-store.js';
import { AuditInterceptor } from './audit.interceptor.js';

const Events = defineAuditEvents({
  changed: { name: 'sample.thing.changed', description: '', resource: 'User', metadata: ['email', 'attempt'] },
  refused: { name: 'sample.thing.change_refused', description: '', resource: 'User', metadata: ['attempt'] },
  noticed: { name: 'sample.thing.noticed', description: '', resource: 'User', metadata: ['n'] },
});
const ThingErrors = defineErrors('thing', {
  wrong: { status: 401, title: 'Wrong', detail: 'Wrong.' },
  barred: { status: 403, title: 'Barred', detail: 'Barred.' },
  often: { status: 429, title: 'Often', detail: 'Often.' },
  taken: { status: 409, title: 'Taken', detail: 'Taken.' },
});

const tenant = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b';
const actor: Principal = { kind: 'user', userId: newId<UserId>(), sessionId: newId<SessionId>(), tenantId: null };
/** Who is calling in the next request; the guard's work, were there one here. */
let caller: Principal | null = actor;

@Controller('things')
class ThingsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  private write(): Promise<unknown> {
    return this.transactions.manager.query("INSERT INTO things VALUES ('x')");
  }

  @Post('changed') @Public() @Audited(Events.changed)
  async changed(): Promise<string> {
    await this.transactions.run(async () => {
      await this.write();
      this.trail.describe({ resourceId: 'thing-1', metadata: { email: 'a@b.test', password: 'hunter2-canary' } });
    });
    // The event is there as soon as the change is, before the handler has ended.
    return JSON.stringify(await this.transactions.manager.query('SELECT entry->>\'action\' AS action FROM audit_outbox UNION ALL SELECT action FROM audit_entries'));
  }

  @Post('unchanged') @Public() @Audited(Events.changed)
  unchanged(): string {
    this.trail.describe({ metadata: { attempt: 1 } });
    this.trail.describe({ metadata: { email: 'a@b.test' } });
    return 'ok';
  }

  @Post('refused-by-name') @Public() @Audited(Events.changed, { refusal: Events.refused })
  refusedByName(): void {
    this.trail.describe({ metadata: { attempt: 1, email: 'not for this one' } });
    throw ThingErrors.often();
  }

  @Post('kept-by-name') @Public() @Audited(Events.changed, { refusal: Events.refused })
  async keptByName(): Promise<void> {
    await this.write();
  }

  @Post('undone-by-name') @Public() @Audited(Events.changed, { refusal: Events.refused })
  async undoneByName(): Promise<void> {
    await this.transactions.run(() => this.write().then(() => Promise.reject(ThingErrors.taken())));
  }

  @Post('rolled-back') @Public() @Audited(Events.changed)
  async rolledBack(): Promise<void> {
    await this.transactions.run(async () => {
      await this.write();
      await this.trail.record(Events.noticed);
      throw ThingErrors.taken();
    });
  }

  @Post('retried') @Public() @Audited(Events.changed)
  async retried(): Promise<void> {
    await this.transactions.run(() => this.write().then(() => Promise.reject(new Error('once more')))).catch(() => undefined);
    await this.transactions.run(() => this.write());
    await this.transactions.run(() => this.write());
  }

  @Post('commit-refused') @Public() @Audited(Events.changed)
  async commitRefused(): Promise<void> {
    // The declared event has been written when the commit itself fails.
    const refused = this.transactions.run(() => this.transactions.manager.query('INSERT INTO deferred VALUES (1), (1)'));
    await refused.catch(() => undefined);
    await this.transactions.run(() => this.write());
  }

  @Post('parallel') @Public() @Audited(Events.changed)
  async parallel(): Promise<void> {
    await Promise.all([this.transactions.run(() => this.write()), this.transactions.run(() => this.write())]);
  }

  @Post('own') @Public() @Audited(Events.changed)
  async own(): Promise<void> {
    await this.transactions.run(async () => {
      await this.write();
      await this.trail.record(Events.noticed, { metadata: { n: 1 } });
    });
    await this.transactions.run(() => this.write());
  }

  @Post('own-then-refused') @Public() @Audited(Events.changed)
  async ownThenRefused(): Promise<void> {
    await this.trail.record(Events.noticed, { status: 'failure', actorId: null, metadata: { n: 2 } });
    throw ThingErrors.wrong();
  }

  @Post('counted-then-refused') @Public() @Audited(Events.changed)
  async countedThenRefused(): Promise<void> {
    await this.transactions.run(() => this.write());
    throw ThingErrors.wrong();
  }

  @Post('told-then-refused') @Public() @Audited(Events.changed)
  async toldThenRefused(): Promise<void> {
    this.trail.describe({ status: 'failure' });
    await this.transactions.run(() => this.write());
    throw ThingErrors.wrong();
  }

  @Post('changed-then-broken') @Public() @Audited(Events.changed)
  async changedThenBroken(): Promise<void> {
    await this.transactions.run(() => this.write());
    throw new Error('the answer could not be built');
  }

  @Post('throws/:code') @Public() @Audited(Events.changed)
  throws(): never {
    this.trail.describe({ targetUserId: 'target', metadata: { email: 'evil\r\nforged log line\u001b[31m' } });
    throw next;
  }

  @Post('later') @Public() @Audited(Events.changed)
  later(): never {
    setTimeout(() => void this.transactions.run(() => this.write()), 20);
    throw ThingErrors.taken();
  }

  @Get('tenant/:tenant_id') @RequirePermissions(TenantPermissions.view, { tenantParam: 'tenant_id' }) @Audited(Events.changed)
  inTenant(): string {
    return 'ok';
  }

  @Get('plain') @Public()
  plain(): string {
    return 'ok';
  }
}

let next: Error = ThingErrors.wrong();

@Catch()
class AnyFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const status = error instanceof DomainError ? error.status : error instanceof HttpException ? error.getStatus() : 500;
    host.switchToHttp().getResponse<Response>().status(status).json({});
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class ClockModule {}

describe('audited handlers', () => {
  let database: TestDatabase;
  let app: NestExpressApplication;
  let dataSource: DataSource;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await openTestDatabase();
    const settings = testSettings({ MONGODB_URL: undefined, REDIS_URL: undefined });
    const module = await Test.createTestingModule({
      imports: [ClockModule, ConfigModule.forRoot(settings), PersistenceModule.forRoot(settings, database.address), AuditModule.forRoot(settings)],
      controllers: [ThingsController],
      providers: [{ provide: APP_INTERCEPTOR, useExisting: AuditInterceptor }],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>({ logger: false });
    app.use((req: Request, _res: Response, done: () => void) => {
      runInRequest({ requestId: req.get('x-request-id') ?? 'r', ip: '203.0.113.7', userAgent: req.get('user-agent') ?? null, principal: caller }, done);
    });
    app.useGlobalFilters(new AnyFilter());
    await app.init();
    dataSource = app.get(DataSource);
    await dataSource.query('CREATE TABLE things (text text)');
    await dataSource.query('CREATE TABLE deferred (n int, CONSTRAINT deferred_n UNIQUE (n) DEFERRABLE INITIALLY DEFERRED)');
  });

  afterAll(async () => {
    await app.close();
    await database.close();
  });

  beforeEach(async () => {
    caller = actor;
    await app.get(AuditRelay).flush(PATIENCE_MS);
    await dataSource.query('TRUNCATE audit_outbox, audit_entries, things');
  });

  const post = (path: string): request.Test => request(app.getHttpServer()).post(`/things/${path}`);
  const entries = async (): Promise<AuditEntry[]> => {
    await app.get(AuditRelay).flush(PATIENCE_MS);
    return (await app.get(AuditStore).query({}, { limit: 1000 })).reverse();
  };
  const told = async (): Promise<string[]> => (await entries()).map(({ action, status }) => `${action} ${status}`);

  it('are on record with their change, with who and where from, and no more than the event declares', async () => {
    const answer = await post('changed').set('x-request-id', 'the-request').set('user-agent', `agent${'x'.repeat(2000)}`).expect(201);
    expect(JSON.parse(answer.text)).toEqual([{ action: 'sample.thing.changed' }]);
    const [entry, ...others] = await entries();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      action: 'sample.thing.changed',
      resource: 'User',
      resourceId: 'thing-1',
      actorId: actor.kind === 'user' ? actor.userId : '',
      tenantId: null,
      status: 'success',
      ipAddress: '203.0.113.7',
      requestId: 'the-request',
      metadata: { email: 'a@b.test' },
    });
    expect(entry?.userAgent).toHaveLength(512);
    expect(JSON.stringify(entry)).not.toContain('canary');
  });

  it('that changed nothing are on record when they are answered', async () => {
    await post('unchanged').expect(201);
    expect(await entries()).toEqual([expect.objectContaining({ status: 'success', metadata: { attempt: 1, email: 'a@b.test' } })]);
  });

  it('whose change was rolled back have no success on record, nor what they recorded in it', async () => {
    await post('rolled-back').expect(409);
    expect(await entries()).toEqual([expect.objectContaining({ action: 'sample.thing.changed', status: 'failure', metadata: { code: 'thing.taken' } })]);
    expect(await dataSource.query('SELECT * FROM things')).toEqual([]);
  });

  it.each(['retried', 'commit-refused', 'parallel'])('are on record once however many transactions they have (%s)', async (path) => {
    await post(path).expect(201);
    expect(await told()).toEqual(['sample.thing.changed success']);
  });

  it('that name another event for refusals are on record under that one then, with what it declares', async () => {
    await post('refused-by-name').expect(429);
    await post('undone-by-name').expect(409);
    await post('kept-by-name').expect(201);
    const recorded = (await entries()).map(({ action, status, metadata }) => ({ action, status, metadata }));
    expect(recorded).toHaveLength(3);
    expect(recorded).toEqual(
      expect.arrayContaining([
        { action: 'sample.thing.change_refused', status: 'denied', metadata: { attempt: 1, code: 'thing.often' } },
        { action: 'sample.thing.change_refused', status: 'failure', metadata: { code: 'thing.taken' } },
        { action: 'sample.thing.changed', status: 'success', metadata: {} },
      ]),
    );
  });

  it('that have ended own nothing of what still runs behind them', async () => {
    await post('later').expect(409);
    for (let i = 0; i < 100 && (await dataSource.query<unknown[]>('SELECT * FROM things')).length === 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await told()).toEqual(['sample.thing.changed failure']);
  });

  it('that record an event themselves have that one on record and no other', async () => {
    await post('own').expect(201);
    expect(await told()).toEqual(['sample.thing.noticed success']);
    await post('own-then-refused').expect(401);
    expect(await told()).toEqual(['sample.thing.noticed success', 'sample.thing.noticed failure']);
  });

  it('that refuse after a commit are not on record as a success alone', async () => {
    await post('counted-then-refused').expect(401);
    expect(await told()).toEqual(['sample.thing.changed success', 'sample.thing.changed failure']);
  });

  it('can say beforehand that the commit is no success', async () => {
    await post('told-then-refused').expect(401);
    expect(await told()).toEqual(['sample.thing.changed failure']);
  });

  it('whose change stands are a success though the server then failed', async () => {
    await post('changed-then-broken').expect(500);
    expect(await told()).toEqual(['sample.thing.changed success']);
  });

  it.each([
    ['wrong', 401, 'failure', 'thing.wrong'],
    ['barred', 403, 'denied', 'thing.barred'],
    ['often', 429, 'denied', 'thing.often'],
  ] as const)('that throw are on record with the code (%s)', async (code, status, outcome, text) => {
    next = ThingErrors[code]();
    await post('throws/x').expect(status);
    const [entry] = await entries();
    expect(entry).toMatchObject({ status: outcome, targetUserId: 'target', metadata: { code: text, email: 'evil\ufffd\ufffdforged log line\ufffd[31m' } });
  });

  it('are on record as failed when the route or the framework refused', async () => {
    next = new HttpException('no', 400);
    await post('throws/x').expect(400);
    next = new Error('SELECT password');
    await post('throws/x').expect(500);
    expect((await entries()).map(({ metadata }) => metadata['code'])).toEqual(['http.400', 'server.internal']);
  });

  it('in a tenant are in that tenant\'s log without saying so', async () => {
    await request(app.getHttpServer()).get(`/things/tenant/${tenant}`).expect(200);
    expect(await entries()).toEqual([expect.objectContaining({ tenantId: tenant })]);
  });

  it('answer 503 when what they did cannot be recorded, and the change is not made', async () => {
    await dataSource.query('ALTER TABLE audit_outbox RENAME TO audit_outbox_away');
    try {
      await post('unchanged').expect(503);
      await post('retried').expect(503);
      next = ThingErrors.wrong();
      await post('throws/x').expect(401);
    } finally {
      await dataSource.query('ALTER TABLE audit_outbox_away RENAME TO audit_outbox');
    }
    expect(await dataSource.query('SELECT * FROM things')).toEqual([]);
  });

  it('alone are on record', async () => {
    await request(app.getHttpServer()).get('/things/plain').expect(200);
    expect(await entries()).toEqual([]);
  });

  describe('refusals by guards', () => {
    const inRequest = <T>(principal: Principal | null, work: () => T, ip = '203.0.113.9'): T => runInRequest({ requestId: 'q', ip, userAgent: null, principal }, work);
    const refuse = (error = AccessErrors.forbidden()): Promise<void> => app.get(AuditTrail).refuse(undefined, error, { method: 'GET', route: '/x/:id' });

    it('are on record under the handler\'s event, or as a refused request', async () => {
      await inRequest(actor, () => app.get(AuditTrail).refuse(Events.changed, AccessErrors.forbidden(), { method: 'POST', route: '/things', tenantId: tenant }));
      await inRequest(null, () => refuse(AccessErrors.unauthenticated()));
      const facts = { method: 'GET', route: '/x/:id' };
      expect(await entries()).toEqual([
        expect.objectContaining({ action: 'sample.thing.changed', status: 'denied', tenantId: tenant, metadata: { code: 'auth.forbidden', method: 'POST', route: '/things' } }),
        expect.objectContaining({ action: 'access.request.refused', status: 'failure', actorId: null, ipAddress: '203.0.113.9', metadata: { code: 'auth.unauthenticated', ...facts } }),
      ]);
    });

    it('are there once, also when a filter meets what the handler has thrown', async () => {
      const error = AccessErrors.forbidden();
      await inRequest(actor, () => refuse(error));
      await inRequest(actor, () => refuse(error));
      next = ThingErrors.barred();
      await post('throws/x').expect(403);
      await inRequest(actor, () => refuse(next as DomainError));
      expect(await told()).toEqual(['access.request.refused denied', 'sample.thing.changed denied']);
    });

    it('are told one by one at first and then counted, of those who show no credential and of everyone else', async () => {
      for (let i = 0; i < 40; i += 1) await inRequest(null, () => refuse(AccessErrors.unauthenticated()), `2001:db8::${i}`);
      const counted = [...Array.from({ length: 20 }, () => undefined), 32];
      const flood = await entries();
      expect(flood.map(({ metadata }) => metadata['repeated'])).toEqual(counted);
      const somebody: Principal = { kind: 'user', userId: newId<UserId>(), sessionId: newId<SessionId>(), tenantId: null };
      for (let i = 0; i < 40; i += 1) await inRequest(somebody, () => refuse());
      expect((await entries()).slice(flood.length).map(({ metadata }) => metadata['repeated'])).toEqual(counted);
    });

    it('by a handler are counted for a known caller too, and what succeeded before it failed is always told', async () => {
      caller = { kind: 'user', userId: newId<UserId>(), sessionId: newId<SessionId>(), tenantId: null };
      for (let i = 0; i < 40; i += 1) {
        next = ThingErrors.barred();
        await post('throws/x').expect(403);
      }
      expect((await entries()).map(({ metadata }) => metadata['repeated'])).toEqual([...Array.from({ length: 20 }, () => undefined), 32]);
    });

    it('stand when they cannot be recorded', async () => {
      await dataSource.query('ALTER TABLE audit_outbox RENAME TO audit_outbox_away');
      try {
        await expect(inRequest(actor, () => refuse())).resolves.toBeUndefined();
      } finally {
        await dataSource.query('ALTER TABLE audit_outbox_away RENAME TO audit_outbox');
      }
    });
  });
});
