import { ProbeController, ProbeModule } from './kit/probe.module.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('problems', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ modules: [ProbeModule] });
  });
  afterAll(() => test.close());

  it('answers a refusal as RFC 9457 problem details with the request id', async () => {
    const answer = await test.http.get('/api/v1/probe/refuses').set('X-Request-Id', 'asked-1').expect(409);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.text)).toEqual({
      type: 'urn:authengine:problem:probe.refused',
      title: 'Refused',
      status: 409,
      detail: 'The probe refuses.',
      code: 'probe.refused',
      request_id: 'asked-1',
    });
  });

  it.each([
    ['/api/v1/nothing-here', 404, 'request.not_found'],
    ['/nothing-here', 404, 'request.not_found'],
    ['/api/v1', 404, 'request.not_found'],
    ['/api/v1/probe/framework-404', 404, 'request.not_found'],
    ['/api/v1/probe/items/%zz', 400, 'request.malformed'],
    ['/api/v1/probe/uuids/17', 400, 'request.malformed'],
    ['/api/v1/probe/sql/not-a-uuid', 400, 'request.invalid'],
    ['/api/v1/probe/fails', 500, 'server.internal'],
    ['/docs/../../etc/passwd', 404, 'request.not_found'],
    ['/dev/nothing', 404, 'request.not_found'],
  ])('answers GET %s with %i %s', async (path, status, code) => {
    const answer = await test.http.get(path);
    expect({ status: answer.status, type: answer.headers['content-type'], code: JSON.parse(answer.text).code }).toEqual({ status, type: 'application/problem+json', code });
  });

  it('HT-12: shows nothing of an unforeseen error', async () => {
    const { text } = await test.http.get('/api/v1/probe/fails');
    expect(text).not.toMatch(/canary|SELECT|Error|node_modules|\.ts/);
  });

  it.each(['postgres-down', 'redis-down'])('answers %s with 503, when to come back, and none of the driver', async (path) => {
    const answer = await test.http.get(`/api/v1/probe/${path}`).expect(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/ECONN|10\.1|Stream/);
    expect(JSON.parse(answer.text).code).toBe('server.unavailable');
  });

  it('answers 429 with Retry-After', async () => {
    const answer = await test.http.get('/api/v1/probe/busy').expect(429);
    expect(answer.headers['retry-after']).toBe('7');
  });

  it('answers 401 with the challenge of RFC 6750: a reason only where a token was sent', async () => {
    const bare = await test.http.get('/api/v1/probe/unauthenticated').expect(401);
    expect(bare.headers['www-authenticate']).toBe('Bearer realm="authengine"');
    const sent = await test.http.get('/api/v1/probe/unauthenticated').set('Authorization', 'Bearer x').expect(401);
    expect(sent.headers['www-authenticate']).toBe('Bearer realm="authengine", error="invalid_token"');
  });

  it('answers a method that a path does not take with 405 and those it takes', async () => {
    const answer = await test.http.put('/api/v1/probe/echo').send({}).expect(405);
    expect(answer.headers['allow']).toBe('DELETE, POST');
    expect(JSON.parse(answer.text).code).toBe('request.method_not_allowed');
    expect((await test.http.post('/health/live').expect(405)).headers['allow']).toBe('GET, HEAD');
  });

  it('HEAD is answered wherever GET is, with its headers', async () => {
    const [head, get] = [await test.http.head('/api/v1/probe/items/7').expect(200), await test.http.get('/api/v1/probe/items/7').expect(200)];
    expect([head.headers['content-length'], head.headers['content-type']]).toEqual([get.headers['content-length'], get.headers['content-type']]);
    expect(head.text ?? '').toBe('');
    await test.http.head('/api/v1/probe/unauthenticated').expect(401);
    await test.http.head('/api/v1/nothing').expect(404);
    expect((await test.http.head('/api/v1/probe/echo').expect(405)).headers['allow']).toBe('DELETE, POST');
  });

  it('OPTIONS tells the methods of a path and runs no handler', async () => {
    const before = ProbeController.runs;
    const answer = await test.http.options('/api/v1/probe').expect(204);
    expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS');
    await test.http.options('/api/v1/nothing').expect(404);
    expect(ProbeController.runs).toBe(before);
  });

  it('serves HEAD of probes and pages', async () => {
    await test.http.head('/health/live').expect(200);
    await test.http.head('/docs').expect(200);
  });
});
