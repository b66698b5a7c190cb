import { Audited, Authenticated, CurrentService, defineAuditEvents, Public, ReadsOwnBody, RequirePermissions, RequireRecentLogin, ServiceAuthenticated, TenantPermissions, type ServicePrincipal } from '@authengine/contracts';
import { Controller, Get, HttpCode, Module, Param, Post, Body } from '@nestjs/common';
import { IsString } from 'class-validator';
import { auditOf, bearer, call, logInAsSuperAdmin, serviceKey, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const Events = defineAuditEvents({ counted: { name: 'sample.stock.counted', description: 'A service counted', resource: 'Auth', metadata: ['code'] } });

class CountDto {
  @IsString()
  item!: string;
}

/** As a company's own module has it. */
@Controller('stock')
@ServiceAuthenticated()
class StockController {
  static calls = 0;

  @Get('count')
  read(@CurrentService() { keyId, tenantId }: ServicePrincipal): Record<string, unknown> {
    StockController.calls += 1;
    return { keyId, tenantId };
  }

  @Post('count')
  @HttpCode(200)
  @Audited(Events.counted)
  count(@Body() { item }: CountDto): { item: string } {
    StockController.calls += 1;
    return { item };
  }
}

@Controller('stock-of-one')
class OneController {
  @Get(':id')
  @ServiceAuthenticated()
  read(@Param('id') id: string): { id: string } {
    StockController.calls += 1;
    return { id };
  }
}

@Module({ controllers: [StockController, OneController] })
class StockModule {}

describe('a route of an extension that is for services', () => {
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    test = await createTestApp({ modules: [StockModule], env: { TRUSTED_PROXIES: '127.0.0.1', MAX_CONCURRENT_SESSIONS: '100' } });
    key = await serviceKey(test);
  });
  afterAll(() => test.close());
  beforeEach(() => {
    StockController.calls = 0;
  });

  const ask = (headers: Record<string, string>, path = '/stock/count'): Promise<Answer> => call(test, 'GET', path, undefined, headers);

  it('answers to a key that stands, and knows which one it is', async () => {
    const { body } = await ask({ 'X-API-Key': key });
    expect(body).toEqual({ keyId: expect.stringMatching(/^[0-9a-f-]{36}$/), tenantId: null });
    expect((await ask({ 'X-API-Key': key }, '/stock-of-one/7')).body).toEqual({ id: '7' });
    expect((await call(test, 'POST', '/stock/count', { item: 'a' }, { 'X-API-Key': key })).body).toEqual({ item: 'a' });
    expect((await call(test, 'POST', '/stock/count', {}, { 'X-API-Key': key })).status).toBe(400);
  });

  it('refuses everybody else with 401 and a challenge, before the body is looked at and before the handler', async () => {
    const user = (await logInAsSuperAdmin(test)).access_token;
    for (const headers of [{}, { 'X-API-Key': '' }, { 'X-API-Key': 'no' }, { 'X-API-Key': `ae_sk_${'0'.repeat(64)}` }, { 'X-API-Key': `${key}0` }, { 'X-API-Key': key.toUpperCase() }, { 'X-API-Key': user }, bearer(user)]) {
      for (const answer of [await ask(headers), await ask(headers, '/stock-of-one/7'), await call(test, 'POST', '/stock/count', { unknown: 1 }, headers)]) {
        expect(answer).toMatchObject({ status: 401, body: { code: 'auth.invalid_api_key' } });
        expect(answer.headers.get('www-authenticate')).toMatch(/ApiKey/);
      }
    }
    expect(StockController.calls).toBe(0);
    const entries = await auditOf(test, { action: 'sample.stock.counted' });
    expect(entries).toContainEqual(expect.objectContaining({ status: expect.stringMatching(/denied|failure/), actor_id: null, metadata: expect.objectContaining({ code: 'auth.invalid_api_key' }) }));
  });

  it('refuses a key from the next request on once it is revoked, has expired, or comes from elsewhere', async () => {
    const admin = bearer((await logInAsSuperAdmin(test)).access_token);
    const make = async (fields: Record<string, unknown>) => (await call<{ id: string; raw_key: string }>(test, 'POST', '/platform/service-keys', { service_name: 's', ...fields }, admin)).body;

    const revoked = await make({});
    expect((await ask({ 'X-API-Key': revoked.raw_key })).status).toBe(200);
    await call(test, 'DELETE', `/platform/service-keys/${revoked.id}`, undefined, admin);
    expect((await ask({ 'X-API-Key': revoked.raw_key })).status).toBe(401);

    const bound = await make({ allowed_addresses: ['10.0.0.0/8'] });
    expect((await ask({ 'X-API-Key': bound.raw_key, 'X-Forwarded-For': '10.1.2.3' })).status).toBe(200);
    expect((await ask({ 'X-API-Key': bound.raw_key, 'X-Forwarded-For': '203.0.113.7' })).status).toBe(401);

    const short = await make({ expires_at: new Date(test.clock.now().getTime() + 60_000).toISOString() });
    expect((await ask({ 'X-API-Key': short.raw_key })).status).toBe(200);
    test.clock.advance({ seconds: 61 });
    expect((await ask({ 'X-API-Key': short.raw_key })).status).toBe(401);
  });

  it('says so in the document', async () => {
    const { paths } = (await (await fetch(`${test.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, { security: unknown; responses: Record<string, { content: Record<string, { examples: object }> }> }>> };
    const operation = paths['/api/v1/stock/count']?.['get'];
    expect(operation?.security).toEqual([{ api_key: [] }, { service_basic: [] }]);
    expect(operation?.responses['401']?.content['application/problem+json']?.examples).toHaveProperty(['auth.invalid_api_key']);
  });
});

describe('a route whose decorators ask for what cannot be', () => {
  it.each([
    ['a recent login of nobody', () => { @Controller('x') class XController { @Get() @Public() @RequireRecentLogin() read(): void { /* never called */ } } return XController; }, 'XController.read asks for a recent login of a user whom it does not authenticate'],
    ['a recent login of a service', () => { @Controller('x') @ServiceAuthenticated() class XController { @Get() @RequireRecentLogin() read(): void { /* never called */ } } return XController; }, 'XController.read asks for a recent login of a user whom it does not authenticate'],
    ['a tenant that its path does not name', () => { @Controller('x') class XController { @Get(':id') @RequirePermissions(TenantPermissions.view, { tenantParam: 'tenantId' }) read(): void { /* never called */ } } return XController; }, 'XController.read takes its tenant from :tenantId, which its path does not have'],
    ['a body of its own under a path with parameters', () => { @Controller('x') class XController { @Post(':id') @Authenticated() @ReadsOwnBody() read(): void { /* never called */ } } return XController; }, 'XController.read reads its own body and has a path with parameters'],
  ])('stops the start: %s', async (_, make, fault) => {
    @Module({ controllers: [make()] })
    class XModule {}
    await expect(createTestApp({ modules: [XModule] })).rejects.toThrow(fault);
  });
});
