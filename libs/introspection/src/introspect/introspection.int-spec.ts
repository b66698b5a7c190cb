import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { AuditModule } from '@authengine/audit';
import { ConfigModule } from '@authengine/config';
import { AuditTrail, currentRequest, runInRequest, type AuditDetails, type AuditEvent } from '@authengine/contracts';
import { AccessTokens } from '@authengine/crypto';
import { Memberships, Tenants, Users } from '@authengine/directory';
import { Clock, DomainError, given, newId, settled, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { MailModule } from '@authengine/mail';
import { MfaModule } from '@authengine/mfa';
import { PersistenceModule, Transactions, VersionedCache } from '@authengine/persistence';
import { PermissionGuard, RbacModule } from '@authengine/rbac';
import { AuthenticationGuard, Sessions } from '@authengine/sessions';
import { TenancyModule } from '@authengine/tenancy';
import { FakeClock, onRealPostgres, openTestDatabase, testSettings, type TestDatabase } from '@authengine/testing';
import { Catch, Global, Module, ValidationPipe, type ArgumentsHost, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import * as fc from 'fast-check';
import { IntrospectionModule } from '../introspection.module.js';
import { LiveServiceKeys } from '../service-keys/live-service-keys.js';
import { ServiceKeys } from '../service-keys/service-keys.js';
import { Introspection } from './introspection.js';
import { toQuestion } from './question.js';

class RecordingTrail extends AuditTrail {
  readonly recorded: { event: AuditEvent; details: AuditDetails }[] = [];
  readonly refused: { error: DomainError; ip: string | null }[] = [];
  async record(event: AuditEvent, details: AuditDetails = {}): Promise<void> {
    this.recorded.push({ event, details });
  }
  async leaveToOthers(): Promise<void> {}
  describe(): void {}
  async refuse(_event: AuditEvent | undefined, error: DomainError): Promise<void> {
    this.refused.push({ error, ip: currentRequest()?.ip ?? null });
  }
}

const clock = new FakeClock();
const trail = new RecordingTrail();

@Global()
@Module({ providers: [{ provide: Clock, useValue: clock }], exports: [Clock] })
class AroundModule {}

@Catch()
class Problems {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = thrown instanceof DomainError ? thrown : undefined;
    if (!error) throw thrown;
    host.switchToHttp().getResponse<Response>().status(error.status).json({ code: error.code, errors: error.errors, retryAfter: error.retryAfterSeconds });
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

describe('POST /auth/introspect', () => {
  let database: TestDatabase;
  let app: INestApplication<Server>;
  let port: number;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  beforeAll(async () => {
    database = await openTestDatabase();
    const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '5', MAX_CONCURRENT_SESSIONS: '100' });
    const testing = await Test.createTestingModule({
      imports: [AroundModule, ConfigModule.forRoot(settings), PersistenceModule.forRoot(settings, database.address), AuditModule.forRoot(settings), MailModule.forRoot(settings), RbacModule, MfaModule, TenancyModule, IntrospectionModule],
    })
      .overrideProvider(AuditTrail)
      .useValue(trail)
      .compile();
    app = testing.createNestApplication({ bodyParser: false, logger: false });
    app.setGlobalPrefix('api/v1');
    app.use((request: Request, _response: Response, next: NextFunction) => {
      runInRequest({ requestId: newId(), ip: String(request.headers['x-test-ip'] ?? '192.0.2.1'), userAgent: null, principal: null }, next);
    });
    app.useGlobalFilters(new Problems());
    app.useGlobalGuards(app.get(AuthenticationGuard), app.get(PermissionGuard));
    app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });

  afterAll(async () => {
    agent.destroy();
    await app?.close();
    await database?.close();
  });

  beforeEach(() => {
    trail.recorded.length = 0;
    trail.refused.length = 0;
  });

  const send = (headers: Record<string, string | string[]>, body: string | Buffer, path = '/api/v1/auth/introspect'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', agent, headers: { 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: JSON.parse(text) as Record<string, unknown> });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  const JSON_TYPE = { 'content-type': 'application/json' };
  const introspect = (key: string, body: object): Promise<Answer> => send({ ...JSON_TYPE, 'x-api-key': key }, JSON.stringify(body));

  const newKey = async (tenantId: TenantId | null = null, expiresAt: Date | null = null) => app.get(ServiceKeys).create({ serviceName: 'billing', tenantId, expiresAt, createdBy: null });
  const newUser = async (firstName = 'Ada'): Promise<UserId> => {
    const user = await app.get(Users).create({ email: `${newId()}@example.com`, firstName, lastName: 'Lovelace', status: 'ACTIVE', emailVerifiedAt: clock.now(), createdAt: clock.now() });
    return user!.id;
  };
  const newSession = async (userId: UserId): Promise<SessionId> => (await app.get(Transactions).run(() => app.get(Sessions).begin(userId, 'email_password'))).id;
  const tokenOf = async (userId: UserId, tid?: TenantId): Promise<string> => app.get(AccessTokens).sign({ sub: userId, sid: await newSession(userId), tid }).token;
  const newTenant = (ownerId: UserId) => app.get(Tenants).create({ name: 'Acme', ownerId, createdBy: null });
  const give = (userId: UserId, tenantId: TenantId, roleName: string): Promise<void> =>
    app.get(Transactions).run(async () => {
      await app.get(Memberships).add(tenantId, userId);
      await app.get(Transactions).manager.query(
        `INSERT INTO role_assignments (id, user_id, tenant_id, role_id) SELECT $1, $2, $3, id FROM roles WHERE name = $4 AND tenant_id IS NULL`,
        [newId(), userId, tenantId, roleName],
      );
      await app.get(Users).changed([userId], 'revokes');
    });
  const suspendTenant = (tenantId: TenantId): Promise<void> =>
    app.get(Transactions).run(async () => {
      await app.get(Transactions).manager.query(`UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1`, [tenantId]);
      await app.get(Tenants).changed([tenantId], 'revokes');
    });
  const INACTIVE = '{"active":false}';

  describe('the answer', () => {
    it('tells all of a live token (http-api.md, RFC 7662 section 2.2), for JSON and for a form alike', async () => {
      const { raw } = await newKey();
      const userId = await newUser();
      const { id: tenantId } = await newTenant(userId);
      await give(userId, tenantId, 'TENANT_USER');
      const token = await tokenOf(userId);
      const answer = await introspect(raw, { token, tenant_id: tenantId });
      const { sid, iat, exp, jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string; iat: number; exp: number; jti: string };
      const email = expect.stringMatching(/@example\.com$/);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.body).toEqual({
        active: true, user_id: userId, email, first_name: 'Ada', last_name: 'Lovelace', is_email_verified: true, email_verified: true, name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace', auth_strategy: 'email_password',
        issued_at: new Date(iat * 1000).toISOString(), expires_at: new Date(exp * 1000).toISOString(), permissions: ['tenant.view'], tenant_ids: [tenantId], session_id: sid, tenant_id: tenantId,
        sub: userId, exp, iat, iss: 'http://auth.test', aud: 'http://auth.test', jti, token_type: 'bearer', username: email, scope: 'tenant.view',
      });
      const form = await send({ 'content-type': 'application/x-www-form-urlencoded', 'x-api-key': raw }, new URLSearchParams({ token, tenant_id: tenantId }).toString());
      expect(form.body).toEqual(answer.body);
    });

    it('IN-08 is stored nowhere', async () => {
      const { raw } = await newKey();
      expect((await introspect(raw, { token: await tokenOf(await newUser()) })).headers['cache-control']).toBe('no-store');
      expect((await introspect(raw, { token: 'no' })).headers['cache-control']).toBe('no-store');
    });

    it('is exactly {"active":false} for a token that does not stand, whatever the reason', async () => {
      const { raw } = await newKey();
      const userId = await newUser();
      const token = await tokenOf(userId);
      const ended = await tokenOf(userId);
      const { sid } = app.get(AccessTokens).verify(ended)!;
      await app.get(Sessions).end(userId, [sid], 'logout');
      const unknownSession = app.get(AccessTokens).sign({ sub: userId, sid: newId<SessionId>() }).token;
      const ofOther = app.get(AccessTokens).sign({ sub: await newUser(), sid: app.get(AccessTokens).verify(token)!.sid }).token;
      for (const bad of [ended, unknownSession, ofOther, '', 'x', `${token}x`, token.slice(0, -1), ` ${token}`, `Bearer ${token}`, raw]) expect((await introspect(raw, { token: bad })).text).toBe(INACTIVE);
      expect((await introspect(raw, { token })).body['active']).toBe(true);
      clock.advance({ minutes: 31 });
      expect((await introspect(raw, { token })).text).toBe(INACTIVE);
      clock.reset();
    });

    it('IN-07 turns inactive with the session, the suspension of the user, and stays so', async () => {
      const { raw } = await newKey();
      const userId = await newUser();
      const token = await tokenOf(userId);
      expect((await introspect(raw, { token })).body['active']).toBe(true);
      await app.get(Transactions).run(async () => {
        await app.get(Transactions).manager.query(`UPDATE users SET status = 'SUSPENDED' WHERE id = $1`, [userId]);
        await app.get(Users).changed([userId], 'revokes');
      });
      expect((await introspect(raw, { token })).text).toBe(INACTIVE);
    });
  });

  describe('the key', () => {
    it('IN-01 comes first: absent, empty, blank, two, malformed, of a user, or in the query is 401, whatever the body', async () => {
      const { raw } = await newKey();
      const token = await tokenOf(await newUser());
      const other = (await newKey()).raw;
      const bodies = [JSON.stringify({ token }), '{"token":', '{}', 'x'.repeat(200_000)];
      const bad: Record<string, string | string[]>[] = [
        {}, { authorization: 'Basic' }, { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}` }, { authorization: `Bearer ${raw}0` }, { authorization: `Bearer ${token}` }, { 'x-api-key': '' }, { 'x-api-key': '   ' }, { 'x-api-key': [raw, other] }, { 'x-api-key': [raw, raw] }, { 'x-api-key': token }, { 'x-api-key': `${raw}0` }, { 'x-api-key': raw.slice(0, -1) },
        { 'x-api-key': raw.toUpperCase() }, { 'x-api-key': `Bearer ${raw}` }, { 'x-api-key': `ae_sk_${'0'.repeat(64)}` }, { 'x-api-key': 'é'.repeat(10) },
      ];
      let source = 0;
      for (const headers of bad) {
        for (const body of bodies) {
          const answer = await send({ ...JSON_TYPE, ...headers, 'x-test-ip': `198.51.100.${(source += 1)}` }, body);
          expect({ headers, status: answer.status, code: answer.body['code'] }).toEqual({ headers, status: 401, code: 'auth.invalid_api_key' });
          expect(answer.headers['www-authenticate']).toMatch(headers['authorization'] === undefined || headers['authorization'] === `Bearer ${token}` ? /^ApiKey .*, Basic / : /^(Basic|Bearer) realm="authengine"/);
        }
      }
      for (const query of [`?x-api-key=${raw}`, `?api_key=${raw}`, `?X-API-Key=${raw}`]) {
        expect((await send({ ...JSON_TYPE, 'x-test-ip': `198.51.100.${(source += 1)}` }, bodies[0]!, `/api/v1/auth/introspect${query}`)).status).toBe(401);
      }
      expect((await introspect(raw, { token })).body['active']).toBe(true);
    });

    it('IN-06 revoked while the body of its question is on the way is refused, whether this process has seen it before or not', async () => {
      const token = await tokenOf(await newUser());
      for (const seenBefore of [true, false]) {
        const { raw, key } = await newKey();
        if (seenBefore) expect((await introspect(raw, { token })).status).toBe(200);
        const body = JSON.stringify({ token });
        const asked = httpRequest({ host: '127.0.0.1', port, path: '/api/v1/auth/introspect', method: 'POST', headers: { ...JSON_TYPE, 'x-api-key': raw, 'x-test-ip': '192.0.2.60', 'content-length': body.length } });
        const begun = once(app.getHttpServer(), 'request');
        const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
        const found = jest.spyOn(app.get(LiveServiceKeys), 'find');
        asked.write(body.slice(0, 5));
        await begun;
        while (!seenBefore && !(await found.mock.results[0]?.value)) await setImmediate();
        found.mockRestore();
        await app.get(ServiceKeys).revoke(key.id);
        asked.end(body.slice(5));
        const [response] = await answered;
        response.resume();
        expect(response.statusCode).toBe(401);
      }
    });

    it('IN-06 once revoked is refused on the next request of the same connection', async () => {
      const { raw, key } = await newKey();
      const token = await tokenOf(await newUser());
      for (let i = 0; i < 3; i += 1) expect((await introspect(raw, { token })).body['active']).toBe(true);
      await app.get(ServiceKeys).revoke(key.id);
      // The first of these still finds the key familiar: its verdict comes before that of the body.
      expect(await send({ ...JSON_TYPE, 'x-api-key': raw }, '{"token":')).toMatchObject({ status: 401, body: { code: 'auth.invalid_api_key' } });
      expect(await introspect(raw, { token })).toMatchObject({ status: 401, body: { code: 'auth.invalid_api_key' } });
      // From then on nobody's body is waited for.
      const asked = httpRequest({ host: '127.0.0.1', port, path: '/api/v1/auth/introspect', method: 'POST', agent, headers: { ...JSON_TYPE, 'x-api-key': raw, 'x-test-ip': '192.0.2.61', 'content-length': 100 } });
      asked.flushHeaders();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(401);
      asked.once('error', () => undefined).destroy();
    });

    it('is judged by the address of its own request, of many that are asked at once', async () => {
      const { raw } = await app.get(ServiceKeys).create({ serviceName: 'bound', tenantId: null, expiresAt: null, createdBy: null, allowedAddresses: ['192.0.2.64'] });
      const token = await tokenOf(await newUser());
      const many = new Agent({ keepAlive: true });
      const from = async (address: string): Promise<number> => {
        const asked = httpRequest({ host: '127.0.0.1', port, path: '/api/v1/auth/introspect', method: 'POST', agent: many, headers: { ...JSON_TYPE, 'x-api-key': raw, 'x-test-ip': address } });
        asked.end(JSON.stringify({ token }));
        const [response] = (await once(asked, 'response')) as [IncomingMessage];
        await once(response.resume(), 'end');
        return response.statusCode ?? 0;
      };
      const addresses = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? '192.0.2.64' : `198.51.100.${i}`));
      expect(await from('192.0.2.64')).toBe(200);
      expect(await Promise.all(addresses.map(from))).toEqual(addresses.map((address) => (address === '192.0.2.64' ? 200 : 401)));
      many.destroy();
    });

    it('of a tenant ends with it: deleted or suspended, and turns into no key of the platform (predecessor defect 15)', async () => {
      const userId = await newUser();
      const token = await tokenOf(userId);
      for (const end of ['delete', 'suspend'] as const) {
        const { id: tenantId } = await newTenant(userId);
        await give(userId, tenantId, 'TENANT_OWNER');
        const { raw } = await newKey(tenantId);
        expect((await introspect(raw, { token })).body['active']).toBe(true);
        if (end === 'suspend') await suspendTenant(tenantId);
        else {
          await app.get(Transactions).run(async () => {
            await app.get(ServiceKeys).revokeOfTenant(tenantId);
            await app.get(Transactions).manager.query('DELETE FROM tenants WHERE id = $1', [tenantId]);
            await app.get(Users).changed([userId], 'revokes');
          });
        }
        expect((await introspect(raw, { token })).status).toBe(401);
      }
    });

    it('past its expiry is refused', async () => {
      const { raw } = await newKey(null, new Date(clock.now().getTime() + 60_000));
      const token = await tokenOf(await newUser());
      expect((await introspect(raw, { token })).body['active']).toBe(true);
      clock.advance({ seconds: 61 });
      expect((await introspect(raw, { token })).status).toBe(401);
      clock.reset();
    });

    it('IN-08 that is bad is throttled per source, on record, and starves no good one from there', async () => {
      const { raw } = await newKey();
      const token = await tokenOf(await newUser());
      const from = (ip: string, key: string) => send({ ...JSON_TYPE, 'x-test-ip': ip, 'x-api-key': key }, JSON.stringify({ token }));
      const bad = `ae_sk_${'1'.repeat(64)}`;
      const statuses: number[] = [];
      for (let i = 0; i < 7; i += 1) statuses.push((await from('203.0.113.9', bad)).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect((await from('203.0.113.9', bad)).body['retryAfter']).toBeGreaterThan(0);
      expect((await from('203.0.113.9', raw)).body['active']).toBe(true);
      expect((await from('203.0.113.10', bad)).status).toBe(401);
      expect(trail.refused).toHaveLength(9);
      expect(trail.refused[0]).toMatchObject({ error: { code: 'auth.invalid_api_key' }, ip: '203.0.113.9' });
    });
  });

  describe('the tenant', () => {
    let owner: UserId, a: TenantId, b: TenantId, token: string;
    beforeAll(async () => {
      owner = await newUser();
      a = (await newTenant(owner)).id;
      b = (await newTenant(await newUser())).id;
      await give(owner, a, 'TENANT_OWNER');
      await give(owner, b, 'TENANT_USER');
      token = await tokenOf(owner);
    });

    it('narrows permissions to what the user may do there (predecessor defect 18)', async () => {
      const { raw } = await newKey();
      const inA = (await introspect(raw, { token, tenant_id: a })).body;
      const inB = (await introspect(raw, { token, tenant_id: b })).body;
      expect(inA['permissions']).toContain('tenant.delete');
      expect(inB).toMatchObject({ permissions: ['tenant.view'], scope: 'tenant.view', tenant_id: b });
      expect(inB).not.toHaveProperty('tenant_permissions');
      expect(new Set(inB['tenant_ids'] as string[])).toEqual(new Set([a, b]));
    });

    it('when none is asked for leaves platform permissions only, and tells the rest by tenant', async () => {
      const { raw } = await newKey();
      const { body } = await introspect(raw, { token });
      expect(body).toMatchObject({ permissions: [], tenant_permissions: { [b]: ['tenant.view'] } });
      for (const name of ['tenant_id', 'scope', 'avatar_url', 'picture']) expect(body).not.toHaveProperty(name);
      expect((body['tenant_permissions'] as Record<string, string[]>)[a]).toContain('tenant.delete');
    });

    it("is the token's active one when neither body nor key names another", async () => {
      const { raw } = await newKey();
      const active = await tokenOf(owner, b);
      expect((await introspect(raw, { token: active })).body).toMatchObject({ tenant_id: b, permissions: ['tenant.view'] });
      expect((await introspect(raw, { token: active, tenant_id: a })).body['tenant_id']).toBe(a);
    });

    it('of the key is all that the key may see (predecessor defect 16)', async () => {
      const { raw } = await newKey(a);
      const stranger = await tokenOf(await newUser());
      expect((await introspect(raw, { token })).body).toMatchObject({ active: true, tenant_id: a, tenant_ids: [a] });
      expect((await introspect(raw, { token })).body).not.toHaveProperty('tenant_permissions');
      expect((await introspect(raw, { token, tenant_id: a })).body['active']).toBe(true);
      expect((await introspect(raw, { token, tenant_id: b })).text).toBe(INACTIVE);
      expect((await introspect(raw, { token: stranger })).text).toBe(INACTIVE);
      expect((await introspect(raw, { token: stranger, tenant_id: a })).text).toBe(INACTIVE);
      // The view of one key is not handed to another that asks about the same tenant.
      const platform = (await newKey()).raw;
      expect(new Set((await introspect(platform, { token, tenant_id: a })).body['tenant_ids'] as string[])).toEqual(new Set([a, b]));
      expect((await introspect(raw, { token, tenant_id: a })).body['tenant_ids']).toEqual([a]);
    });

    it('that the user is not in, that is no tenant or no id is inactive', async () => {
      const { raw } = await newKey();
      const foreign = (await newTenant(await newUser())).id;
      for (const tenant_id of [foreign, newId(), 'x', '', 42, {}, [a], '*', `${a} `]) expect((await introspect(raw, { token, tenant_id })).text).toBe(INACTIVE);
      expect((await introspect(raw, { token, tenant_id: null })).body['active']).toBe(true);
    });

    it('TN-07 TN-05 that the user was removed from, or that was suspended, is inactive at once; the others go on', async () => {
      const { raw } = await newKey();
      const userId = await newUser();
      const own = (await newTenant(userId)).id;
      await give(userId, own, 'TENANT_OWNER');
      await give(userId, a, 'TENANT_USER');
      const held = await tokenOf(userId, a);
      expect((await introspect(raw, { token: held })).body['active']).toBe(true);
      await app.get(Transactions).run(async () => {
        await app.get(Memberships).remove(a, userId);
        await app.get(Users).changed([userId], 'revokes');
      });
      expect((await introspect(raw, { token: held })).text).toBe(INACTIVE);
      expect((await introspect(raw, { token: held, tenant_id: own })).body['active']).toBe(true);
      await suspendTenant(own);
      expect((await introspect(raw, { token: held, tenant_id: own })).text).toBe(INACTIVE);
      const elsewhere = await tokenOf(userId);
      expect((await introspect(raw, { token: elsewhere })).body).toMatchObject({ active: true, tenant_ids: [], tenant_permissions: {} });
    });

    it('is any that stands for the holder of a platform role, and no other user is told of it', async () => {
      const { raw } = await newKey();
      const admin = await newUser();
      const platform = (await app.get(Tenants).findPlatform())!.id;
      await give(admin, platform, 'PLATFORM_ADMIN');
      // Two roles that hold the same permission give it once (predecessor defect 31).
      await give(admin, a, 'TENANT_OWNER');
      const held = await tokenOf(admin);
      const permissions = (await introspect(raw, { token: held, tenant_id: b })).body['permissions'] as string[];
      expect(permissions).toEqual(expect.arrayContaining(['platform.users.view', 'tenant.delete']));
      const inA = (await introspect(raw, { token: held, tenant_id: a })).body['permissions'] as string[];
      expect(new Set(inA).size).toBe(inA.length);
      expect((await introspect(raw, { token: held, tenant_id: newId() })).text).toBe(INACTIVE);
      expect((await introspect((await newKey(b)).raw, { token: held })).text).toBe(INACTIVE);
      expect((await introspect(raw, { token: held })).body['permissions']).toContain('platform.users.view');
    });
  });

  describe('the body', () => {
    it.each([
      ['no token', JSON_TYPE, '{}', 400, 'request.invalid'],
      ['an unknown field', JSON_TYPE, '{"token":"x","role":"y"}', 400, 'request.invalid'],
      ['broken JSON', JSON_TYPE, '{"token"', 400, 'request.malformed'],
      ['nothing', JSON_TYPE, '', 400, 'request.invalid'],
      ['text', { 'content-type': 'text/plain' }, '{"token":"x"}', 415, 'request.unsupported_media_type'],
      ['an encoded body', { ...JSON_TYPE, 'content-encoding': 'gzip' }, '{"token":"x"}', 415, 'request.unsupported_media_type'],
      ['more than 100 kB', JSON_TYPE, JSON.stringify({ token: 'x'.repeat(1_000_000) }), 413, 'request.too_large'],
    ])('with %s is refused', async (_, headers, body, status, code) => {
      const { raw } = await newKey();
      for (let i = 0; i < 2; i += 1) expect(await send({ ...headers, 'x-api-key': raw }, body)).toMatchObject({ status, body: { code } });
    });

    it('in chunks of more than 100 kB is refused, and the service goes on', async () => {
      const { raw } = await newKey();
      const answer = await send({ ...JSON_TYPE, 'x-api-key': raw, 'transfer-encoding': 'chunked', 'content-length': [] }, Buffer.alloc(300_000, 'x'));
      expect(answer.status).toBe(413);
      expect((await introspect(raw, { token: 'x' })).text).toBe(INACTIVE);
    });

    it('IN-05 may hold a token of any kind: {"active":false} and never an error', async () => {
      const { raw } = await newKey();
      const tokens: unknown[] = [null, 42, -0, 1e308, true, [], {}, [['x']], { token: 'x' }, '\0', '\ud800', '__proto__', 'constructor', 'x'.repeat(90_000), '..', '...', 'a.b.c', 'null', 'é', '𝄞'];
      for (const token of tokens) expect((await introspect(raw, { token })).text).toBe(INACTIVE);
    });

    it('IN-05 has answered 4,000 arbitrary tokens and tenants without an error, and 20,000 on a real PostgreSQL', async () => {
      const [ofTokens, ofTenants] = onRealPostgres() ? [15_000, 5_000] : [3_000, 1_000];
      const { raw } = await newKey();
      const introspection = app.get(Introspection);
      const good = await tokenOf(await newUser());
      const mutated = fc.tuple(fc.nat(good.length - 1), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 })).map(([at, by]) => good.slice(0, at) + by + good.slice(at + 1)).filter((text) => text !== good);
      const anything = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.base64String(), mutated);
      await fc.assert(
        fc.asyncProperty(anything, fc.anything(), async (token, tenantId) => {
          expect(await settled(introspection.answer({ scheme: 'api_key', secret: raw }, given({ token, tenantId, permissions: null, decisionOnly: false, minEpoch: 0 })))).toBe(INACTIVE);
        }),
        { numRuns: ofTokens },
      );
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.uuid()), async (tenant_id) => {
          const answer = await settled(introspection.answer({ scheme: 'api_key', secret: raw }, given(toQuestion({ token: good, tenant_id }))));
          if (tenant_id === null || tenant_id === undefined) expect(JSON.parse(answer)).toMatchObject({ active: true });
          else expect(answer).toBe(INACTIVE);
        }),
        { numRuns: ofTenants },
      );
    });
  });

  it('TN-05 reads as many cache entries for a user of many tenants as for any other, and tells of all of them as they are', async () => {
    if (process.env['TEST_POSTGRES_URL'] && !process.env['TEST_REDIS_URL']) return;
    const { raw } = await newKey();
    const userId = await newUser();
    const ids: TenantId[] = [];
    for (let i = 0; i < 20; i += 1) {
      ids.push((await newTenant(userId)).id);
      await give(userId, ids[i]!, 'TENANT_OWNER');
    }
    const [first, last] = [ids[0]!, ids[19]!];
    const token = await tokenOf(userId, first);
    for (let i = 0; i < 3; i += 1) await introspect(raw, { token });
    const read = jest.spyOn(app.get(VersionedCache), 'take');
    expect((await introspect(raw, { token })).body['tenant_ids']).toHaveLength(20);
    expect(read.mock.calls.flatMap(([keys]) => keys)).toHaveLength(4);
    read.mockClear();
    const batch = (): Promise<Answer> => send({ ...JSON_TYPE, 'x-api-key': raw }, JSON.stringify({ tokens: [{ token }, { token, tenant_id: last }, { token, tenant_id: first }] }), '/api/v1/auth/introspect/batch');
    expect((await batch()).body['results']).toMatchObject([{ tenant_id: first }, { tenant_id: last }, { tenant_id: first }]);
    expect(read.mock.calls.flatMap(([keys]) => keys).filter((key) => key.startsWith('t:'))).toEqual([]);
    read.mockRestore();
    await suspendTenant(last);
    expect((await introspect(raw, { token })).body).toMatchObject({ tenant_id: first, tenant_ids: expect.not.arrayContaining([last]) as string[] });
    expect((await introspect(raw, { token, tenant_id: last })).text).toBe(INACTIVE);
    expect((await batch()).body['results']).toMatchObject([{ active: true }, { active: false }, { active: true }]);
  });

  it('asks Postgres nothing once all is in the cache', async () => {
    if (process.env['TEST_POSTGRES_URL'] && !process.env['TEST_REDIS_URL']) return;
    const { raw } = await newKey();
    const userId = await newUser();
    const { id } = await newTenant(userId);
    await give(userId, id, 'TENANT_OWNER');
    const token = await tokenOf(userId);
    await introspect(raw, { token });
    await introspect(raw, { token });
    const query = jest.spyOn(app.get(Transactions).manager, 'query');
    // The audit relay, the mail queue, what other nodes have changed and when keys were used are seen to whenever it is time.
    const asked = (): unknown[] => query.mock.calls.filter(([sql]) => !/\b(audit_\w+|mail_queue|copy_changes|last_used_at)\b/.test(sql));
    for (let i = 0; i < 10; i += 1) expect((await introspect(raw, { token, tenant_id: id })).body['active']).toBe(true);
    expect(asked()).toEqual([]);
    query.mockRestore();
  });
});
