import { MailRelay } from '@authengine/mail';
import { DataSource } from 'typeorm';
import { buildDocument } from '../src/openapi/build-document.js';
import { documentFaults } from '../src/openapi/document-faults.js';
import { Draining } from '../src/draining.js';
import { ProbeModule } from './kit/probe.module.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Operation {
  readonly 'x-recent-login'?: boolean;
  readonly responses: Record<string, { readonly content: { readonly 'application/problem+json': { readonly examples: object } } } | undefined>;
}

describe('operations', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ modules: [ProbeModule], env: { APP_NAME: 'Acme Login' } });
  });
  afterAll(() => test.close());

  it('is live and ready', async () => {
    await test.http.get('/health/live').expect(200, { status: 'ok' });
    const { body } = await test.http.get('/health/ready').expect(200);
    expect(body).toMatchObject({ status: 'ok', details: { postgres: { status: 'up' } } });
    await test.http.head('/health/ready').expect(200);
  });

  it('IF-05: is live but not ready while Postgres does not answer, without its words, and ready again after', async () => {
    const query = jest.spyOn(test.app.get(DataSource), 'query').mockRejectedValue(new Error('connect ECONNREFUSED 10.0.0.1'));
    const answer = await test.http.get('/health/ready').expect(503);
    expect(answer.body).toMatchObject({ status: 'error', details: { postgres: { status: 'down' } } });
    expect(answer.text).not.toContain('ECONN');
    await test.http.get('/health/live').expect(200);
    query.mockRestore();
    await test.http.get('/health/ready').expect(200);
  });

  it('is ready, and degraded, while mails do not leave', async () => {
    const relay = test.app.get(MailRelay, { strict: false });
    relay.failed({ reason: 'CERT_HAS_EXPIRED', concerns: 'relay', remedy: 'renew it' });
    const answer = await test.http.get('/health/ready').expect(200);
    expect(answer.body).toMatchObject({ status: 'degraded', details: { postgres: { status: 'up' }, mail: { status: 'degraded' } } });
    expect(answer.text).not.toContain('CERT');
    await relay.worked('check');
    const { body } = await test.http.get('/health/ready').expect(200);
    expect(body).toMatchObject({ status: 'ok', details: { mail: { status: 'up' } } });
  });

  it('measures requests by method, route pattern and status', async () => {
    await test.http.get('/api/v1/probe/items/17').expect(200);
    await test.http.get('/api/v1/unknown/18').expect(404);
    const { text } = await test.http.get('/metrics').expect(200).expect('content-type', /text\/plain/);
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/api/v1/probe/items/:id",status="200"} 1');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="none",status="404"} 1');
    expect(text).not.toMatch(/items\/17|unknown\/18/);
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('publishes its OpenAPI document', async () => {
    const { body } = await test.http.get('/openapi.json').expect(200).expect('content-type', /application\/json/);
    expect(body.info.title).toBe('Acme Login');
    expect(body.servers).toEqual([{ url: '/', description: 'This service' }]);
    expect(body.components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' }, api_key: { type: 'apiKey', name: 'X-API-Key', in: 'header' } });
    const echo = body.paths['/api/v1/probe/echo'].post;
    expect(echo.operationId).toBe('Probe_echo');
    expect(Object.keys(echo.responses)).toEqual(expect.arrayContaining(['200', '400', '409', '413', '415', '503']));
    expect(Object.keys(echo.responses['409'].content['application/problem+json'].examples)).toEqual(['probe.refused']);
    expect(body.paths['/api/v1/probe/limited'].post.responses).toHaveProperty('429');
    expect(body.paths['/api/v1/probe/items/{id}'].get.responses).toHaveProperty('404');
    expect(body.paths['/api/v1/probe'].get.responses).not.toHaveProperty('413');
  });

  it('tells of every operation that asks for a recent login that it refuses an older one', async () => {
    const { body } = await test.http.get('/openapi.json').expect(200);
    const operations = Object.values(body.paths as Record<string, object>).flatMap((path) => Object.values(path) as Operation[]).filter((operation) => operation['x-recent-login'] === true);
    expect(operations.length).toBeGreaterThan(10);
    for (const operation of operations) expect(operation.responses['403']?.content['application/problem+json'].examples).toHaveProperty(['auth.recent_login_required']);
  });

  it('names what an operation of the document lacks, and accepts a complete one', () => {
    const faults = documentFaults(buildDocument(test.app, 'x'));
    expect(faults).toContain('Probe_empty lacks a summary');
    expect(faults.filter((fault) => fault.startsWith('Probe_echo ') || fault.startsWith('Health_') || fault.startsWith('Metrics_'))).toEqual([]);
  });

  it('IF-09: is not ready once it stops, and asks for no more on the connection', async () => {
    test.app.get(Draining).begin();
    const answer = await test.http.get('/health/ready').expect(503);
    expect(answer.body.status).toBe('shutting_down');
    expect(answer.headers['connection']).toBe('close');
    await test.http.get('/health/live').expect(200);
  });
});
