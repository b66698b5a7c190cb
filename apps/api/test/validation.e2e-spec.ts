import { cpuMsOfEach } from './kit/cpu-time.js';
import { ProbeModule } from './kit/probe.module.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('validation', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ modules: [ProbeModule] });
  });
  afterAll(() => test.close());

  const refused = async (body: object) => {
    const answer = await test.http.post('/api/v1/probe/echo').send(body).expect(400);
    const problem = JSON.parse(answer.text) as { code: string; errors: { field: string; message: string }[] };
    expect(problem.code).toBe('request.invalid');
    return problem.errors;
  };

  it('names each invalid field by its path on the wire', async () => {
    expect(await refused({ name: 7, inner: { firstName: 'canary-too-long' } })).toEqual([
      { field: 'name', message: expect.stringContaining('name must be') },
      { field: 'inner.first_name', message: expect.stringContaining('first_name must be') },
    ]);
  });

  it('repeats no value that was sent', async () => {
    expect(JSON.stringify(await refused({ name: { secret: 'canary-1' }, count: 'canary-2' }))).not.toContain('canary');
  });

  it('HT-01: refuses fields that it does not know', async () => {
    expect(await refused({ name: 'a', role: 'SUPER_ADMIN', isAdmin: true })).toEqual([
      { field: 'role', message: 'is not a known field' },
      { field: 'isAdmin', message: 'is not a known field' },
    ]);
  });

  it('HT-01: refuses fields where a handler takes no body, and an empty object is none', async () => {
    const answer = await test.http.post('/api/v1/probe/empty').send({ id: 'a', ['x\u0000']: 1 }).expect(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'request.invalid', errors: [{ field: 'id', message: 'is not a known field' }, { field: 'x\ufffd' }] });
    await test.http.post('/api/v1/probe/empty').send({}).expect(204);
    await test.http.post('/api/v1/probe/empty').expect(204);
  });

  it.each(['toString', 'valueOf', 'hasOwnProperty', 'prototype', '__defineGetter__'])('HT-01: refuses the field %s, though every object has one', async (name) => {
    expect(await refused({ name: 'a', [name]: 1 })).toEqual([{ field: name, message: 'is not a known field' }]);
    expect(await refused({ name: 'a', inner: { firstName: 'Ada', [name]: {} } })).toEqual([{ field: `inner.${name}`, message: 'is not a known field' }]);
  });

  it('converts nothing: a numeral is no number', async () => {
    expect(await refused({ name: 'a', count: '1' })).toEqual([{ field: 'count', message: expect.any(String) }]);
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800'],
  ])('HT-10: refuses %s anywhere in a body and names the field', async (_, text) => {
    expect(await refused({ name: text, inner: { firstName: text } })).toEqual([
      { field: 'name', message: expect.stringContaining('NUL') },
      { field: 'inner.firstName', message: expect.stringContaining('NUL') },
    ]);
    expect(await refused({ name: 'a', [text]: 1 })).toHaveLength(1);
  });

  it.each(['/api/v1/probe/items/a%00b', '/api/v1/probe/query?tenant=a%00', '/api/v1/probe/named-query?token=%00'])('HT-10: refuses NUL in %s', async (path) => {
    const answer = await test.http.get(path).expect(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'request.invalid', errors: [{ field: expect.stringMatching(/^(id|tenant|token)$/) }] });
  });

  it.each([
    ['/api/v1/probe/query?tenant=a&tenant=b', 'tenant'],
    ['/api/v1/probe/query?tenant[]=a', 'tenant[]'],
    ['/api/v1/probe/query?other=1', 'other'],
    ['/api/v1/probe/query?a[__proto__][x]=1', 'a[__proto__][x]'],
    ['/api/v1/probe/query?__proto__=1', '__proto__'],
    ['/api/v1/probe/query?constructor=1', 'constructor'],
    ['/api/v1/probe/query?prototype=1', 'prototype'],
    ['/api/v1/probe/query?tenant=a&toString=1', 'toString'],
    ['/api/v1/probe/named-query?token=a&valueOf=1', 'valueOf'],
    ['/api/v1/probe/named-query?token=a&token=b', 'token'],
    ['/api/v1/probe/named-query?token=a&x=1', 'x'],
    ['/api/v1/probe?x=1', 'x'],
    ['/api/v1/probe/items/1?x=1', 'x'],
    ['/health/live?x=1', 'x'],
  ])('HT-09: refuses %s', async (path, field) => {
    const answer = await test.http.get(path).expect(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'request.invalid', errors: [{ field }] });
  });

  it('takes the query that a handler declares', async () => {
    await test.http.get('/api/v1/probe/query?tenant=a').expect(200, { tenant: 'a' });
    await test.http.get('/api/v1/probe/named-query?token=a').expect(200, { token: 'a' });
    await test.http.get('/api/v1/probe/any-query?scope=a&hd=b').expect(200, { scope: 'a', hd: 'b' });
  });

  it('HT-03: answers thousands of query keys in bounded time', async () => {
    const query = Array.from({ length: 2_000 }, (_, i) => `k${i}=`).join('&');
    const [plain = 0, full = 0] = await cpuMsOfEach([`k=${'x'.repeat(query.length)}`, query].map((asked) => () => test.http.get(`/api/v1/probe?${asked}`).expect(400)), 5);
    expect(full).toBeLessThan(10 * plain);
  });
});
