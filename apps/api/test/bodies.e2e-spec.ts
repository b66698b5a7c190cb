import { gzipSync } from 'node:zlib';
import { ProbeModule } from './kit/probe.module.js';
import { rawRequest } from './kit/raw-request.js';
import { createTestApp, type TestApp } from './test-app.js';

const ECHO = '/api/v1/probe/echo';

describe('bodies', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ modules: [ProbeModule] });
  });
  afterAll(() => test.close());

  const post = (text: string | Buffer, type = 'application/json', headers: Record<string, string> = {}) =>
    fetch(test.url + ECHO, { method: 'POST', body: new Uint8Array(Buffer.from(text)), headers: { 'Content-Type': type, ...headers } });
  const codeOf = async (answer: Response) => {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await answer.json()) as { code: string; request_id: string };
    expect(problem.request_id).toBe(answer.headers.get('x-request-id'));
    return `${answer.status} ${problem.code}`;
  };

  it('reads JSON, and the handler knows its request', async () => {
    const answer = await post('{"name":"Ada"}', 'application/json; charset=utf-8', { 'X-Request-Id': 'body-1' });
    expect(await answer.json()).toEqual({ name: 'Ada', requestId: 'body-1' });
  });

  it('reads the body of DELETE too', async () => {
    await test.http.delete(ECHO).send({ name: 'Ada' }).expect(200, { name: 'Ada' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=latin1', 'application/jsonx', 'text/json', ''])(
    'HT-04: refuses a body of type "%s" with 415',
    async (type) => {
      expect(await codeOf(await post('{"name":"Ada"}', type))).toBe('415 request.unsupported_media_type');
    },
  );

  it('HT-04: refuses a body without a type with 415', async () => {
    const answer = await rawRequest(test.port, `POST ${ECHO} HTTP/1.1\r\nHost: a\r\nContent-Length: 14\r\nConnection: close\r\n\r\n{"name":"Ada"}`);
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, gzip', 'x-unknown'])('HT-03: refuses the content coding %s with 415, bomb or not', async (coding) => {
    expect(await codeOf(await post(gzipSync(Buffer.alloc(10_000_000, 0x20)), 'application/json', { 'Content-Encoding': coding }))).toBe('415 request.unsupported_media_type');
  });

  it('HT-03: refuses more than 100 kB with 413, told or in chunks', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(110 * 1024) });
    expect(await codeOf(await post(large))).toBe('413 request.too_large');
    const chunked = await rawRequest(
      test.port,
      `POST ${ECHO} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`,
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    expect((await post(JSON.stringify({ name: 'y'.repeat(900) }))).status).toBe(200);
  });

  it.each([
    ['{"name":', 'broken'],
    ['', 'no JSON'],
    ['[]', 'an array'],
    ['"text"', 'a string'],
    ['17', 'a number'],
    ['null', 'null'],
    ['{"__proto__":{"isAdmin":true},"name":"a"}', 'HT-02 __proto__'],
    ['{"name":"a","inner":{"__proto__":{"isAdmin":true}}}', 'HT-02 __proto__ inside'],
    ['{"name":"a","constructor":{"prototype":{"isAdmin":true}}}', 'HT-02 constructor.prototype'],
    ['{"name":"a","name":"b"}', 'HT-09 a key twice'],
    ['{"name":"a","n\\u0061me":"b"}', 'HT-09 a key twice, escaped once'],
    [`{"name":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'HT-03 depth 10 000'],
    ['{"name":"\u0001"}', 'a bare control character'],
  ])('refuses %.40s with 400 (%s)', async (text) => {
    const answer = await post(text === '' ? ' ' : text);
    expect(await codeOf(answer)).toBe('400 request.malformed');
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('refuses invalid UTF-8 with 400', async () => {
    expect(await codeOf(await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))).toBe('400 request.malformed');
  });

  it('quotes nothing of a broken body', async () => {
    expect(await (await post('{"password":"canary-12345"')).text()).not.toMatch(/canary|position|Unexpected/);
  });

  it('lets a route without a body be called without one, and asks for one by validation', async () => {
    await test.http.post('/api/v1/probe/empty').expect(204);
    const answer = await test.http.post(ECHO).expect(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'request.invalid', errors: [{ field: 'name' }] });
  });

  it('leaves the body to a route that reads its own, in the same request context', async () => {
    const answer = await fetch(`${test.url}/api/v1/probe/own-body`, { method: 'POST', body: 'a=1&b=2', headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Request-Id': 'own-1' } });
    expect(await answer.json()).toEqual({ bytes: 7, requestId: 'own-1' });
  });

  it('gives up on a client that breaks off, and goes on serving', async () => {
    await rawRequest(test.port, `POST ${ECHO} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na`, 200);
    await test.http.get('/health/live').expect(200);
  });
});
