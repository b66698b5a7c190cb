import { OutgoingMessage } from 'node:http';
import { given } from '@authengine/kernel';
import { VersionedCache } from '@authengine/persistence';
import { EntityManager } from 'typeorm';
import { HttpMetrics } from '../src/health/http-metrics.js';
import { ErrorPages } from '../src/http/error-pages.js';
import { auditOf, logIn, serviceKey, signUp } from './kit/person.js';
import { rawRequest } from './kit/raw-request.js';
import { createTestApp, type TestApp } from './test-app.js';

const PATH = '/api/v1/auth/introspect';
/** The same route, spelled so that it goes through the routers of Express and Nest. */
const LONG_WAY = '/api/v1/Auth/Introspect';
const BATCH = `${PATH}/batch`;
const LONG_WAY_OF_BATCH = `${LONG_WAY}/batch`;
const JSON_BODY = 'Content-Type: application/json';
const FORM_BODY = 'Content-Type: application/x-www-form-urlencoded';
/** More refusals than the table below has. */
const REFUSALS_A_MINUTE = 60;

interface Asked {
  readonly headers: readonly string[];
  readonly body: string;
}

describe('introspection past the routers', () => {
  let test: TestApp;
  let key: string;
  let token: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: String(REFUSALS_A_MINUTE) } });
    key = await serviceKey(test);
    token = (await logIn(test, await signUp(test))).access_token;
  });
  afterAll(() => test.close());

  /** Every byte of the answer, except for the second in which it came. */
  const bytesAt = async (path: string, { headers, body }: Asked): Promise<string> => {
    const length = headers.some((line) => /^(content-length|transfer-encoding):/i.test(line)) ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
    const head = [`POST ${path} HTTP/1.1`, 'Host: auth.test', 'Connection: close', 'X-Request-Id: one', ...headers, ...length];
    return (await rawRequest(test.port, `${head.join('\r\n')}\r\n\r\n${body}`)).replace(/^Date: .*\r\n/m, '');
  };
  /** As often as each status was answered at the route, as /metrics tells. */
  const counted = async (route = PATH): Promise<Record<string, number>> => {
    const metric = await test.app.get(HttpMetrics).registry.getSingleMetric('http_request_duration_seconds')?.get();
    const counts = (metric?.values ?? []).filter((value) => (value as { metricName?: string }).metricName?.endsWith('_count') && value.labels['route'] === route);
    return Object.fromEntries(counts.map(({ labels, value }) => [`${labels['method']} ${labels['status']}`, value]));
  };
  const basic = (name: string, secret: string): string => `Authorization: Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;

  const questions = (): Record<string, Asked> => {
    const byKey = [JSON_BODY, `X-API-Key: ${key}`];
    const asked = JSON.stringify({ token });
    return {
      'a valid token': { headers: byKey, body: asked },
      'a decision': { headers: byKey, body: JSON.stringify({ token, permission: 'user.view', include: 'decision' }) },
      'a token that is none': { headers: byKey, body: '{"token":"no"}' },
      'a token that is no text': { headers: byKey, body: '{"token":{"a":[1]}}' },
      'a tenant that is none': { headers: byKey, body: JSON.stringify({ token, tenant_id: 'x' }) },
      'an epoch ahead': { headers: byKey, body: JSON.stringify({ token, min_epoch: 9_000_000 }) },
      'no token': { headers: byKey, body: '{}' },
      'unknown fields': { headers: byKey, body: '{"token":"no","other":1}' },
      'broken JSON': { headers: byKey, body: '{"token"' },
      'a list': { headers: byKey, body: '[]' },
      'a name that reaches a prototype': { headers: byKey, body: '{"token":"no","__proto__":1}' },
      'a key twice in the JSON': { headers: byKey, body: '{"token":"no","token":"no"}' },
      'no body': { headers: byKey, body: '' },
      'another media type': { headers: ['Content-Type: text/plain', `X-API-Key: ${key}`], body: asked },
      'another charset': { headers: ['Content-Type: application/json; charset=latin1', `X-API-Key: ${key}`], body: asked },
      'a content coding': { headers: [...byKey, 'Content-Encoding: gzip'], body: asked },
      'a body in chunks': { headers: [...byKey, 'Transfer-Encoding: chunked'], body: `${asked.length.toString(16)}\r\n${asked}\r\n0\r\n\r\n` },
      'a body too large': { headers: [...byKey, `Content-Length: ${200 * 1024}`], body: asked },
      'letters beyond ASCII': { headers: byKey, body: '{"token":"é","ünknown":1}' },
      'a form': { headers: [FORM_BODY, `X-API-Key: ${key}`], body: `token=${token}` },
      'a form with its key': { headers: [FORM_BODY], body: `token=${token}&client_id=a+service&client_secret=${key}` },
      'a form with another key': { headers: [FORM_BODY, `X-API-Key: ${key}`], body: `token=${token}&client_secret=x` },
      'HTTP Basic': { headers: [JSON_BODY, basic('a%20service', key)], body: asked },
      'HTTP Basic with another name': { headers: [JSON_BODY, basic('another', key)], body: asked },
      'a key as a bearer token': { headers: [JSON_BODY, `Authorization: Bearer ${key}`], body: asked },
      'two keys that differ': { headers: [...byKey, basic('a%20service', 'x')], body: asked },
      'Authorization twice': { headers: [JSON_BODY, `Authorization: Bearer ${key}`, `Authorization: Bearer ${key}`], body: asked },
      'no key': { headers: [JSON_BODY], body: asked },
      'no key and broken JSON': { headers: [JSON_BODY], body: '{' },
      'a malformed key': { headers: [JSON_BODY, 'X-API-Key: no'], body: asked },
      'an unknown key': { headers: [JSON_BODY, `X-API-Key: ae_sk_${'0'.repeat(64)}`], body: asked },
    };
  };

  const batches = (): Record<string, Asked> => {
    const byKey = [JSON_BODY, `X-API-Key: ${key}`];
    return {
      'two tokens': { headers: byKey, body: JSON.stringify({ tokens: [{ token }, { token: 'no' }] }) },
      'a decision': { headers: [JSON_BODY, basic('', key)], body: JSON.stringify({ tokens: [{ token, permission: 'user.view', include: 'decision' }] }) },
      'no token': { headers: byKey, body: '{"tokens":[]}' },
      'a malformed question': { headers: byKey, body: '{"tokens":[{"token":"no"},7]}' },
      'broken JSON': { headers: byKey, body: '{"tokens"' },
      'a form': { headers: [FORM_BODY, `X-API-Key: ${key}`], body: `token=${token}` },
      'a body too large': { headers: [...byKey, `Content-Length: ${600 * 1024}`], body: '{}' },
      'no key': { headers: [JSON_BODY], body: '{"tokens":[]}' },
      'an unknown key': { headers: [JSON_BODY, `X-API-Key: ae_sk_${'0'.repeat(64)}`], body: '{' },
    };
  };

  /** The statuses of all that was asked. */
  const sameBothWays = async (direct: string, longWay: string, all: Record<string, Asked>): Promise<string[]> => {
    const statuses = new Set<string>();
    for (const [what, asked] of Object.entries(all)) {
      const before = await counted(direct);
      const answer = await bytesAt(direct, asked);
      const [between, routed] = [await counted(direct), await bytesAt(longWay, asked)];
      expect({ what, answer }).toEqual({ what, answer: routed });
      const after = await counted(direct);
      const status = `POST ${answer.slice(9, 12)}`;
      statuses.add(status);
      expect({ what, direct: (between[status] ?? 0) - (before[status] ?? 0), routed: (after[status] ?? 0) - (between[status] ?? 0) }).toEqual({ what, direct: 1, routed: 1 });
    }
    return [...statuses].sort();
  };

  it('answers the same bytes as through them, refusals included, counts them alike and records them', async () => {
    expect(await sameBothWays(PATH, LONG_WAY, questions())).toEqual(['POST 200', 'POST 400', 'POST 401', 'POST 413', 'POST 415']);
    const refusals = await auditOf(test, { action: 'access.request.refused' });
    expect(refusals).toContainEqual(expect.objectContaining({ metadata: expect.objectContaining({ code: 'auth.invalid_api_key', method: 'POST', route: PATH }) as unknown }));
  });

  it('answers the same bytes to a batch', async () => {
    expect(await sameBothWays(BATCH, LONG_WAY_OF_BATCH, batches())).toEqual(['POST 200', 'POST 400', 'POST 401', 'POST 413', 'POST 415']);
  });

  it('answers the same bytes while neither the cache nor Postgres can be asked', async () => {
    const asked = { headers: [JSON_BODY, `X-API-Key: ${key}`], body: JSON.stringify({ token }) };
    const away = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' });
    const postgres = jest.spyOn(EntityManager.prototype, 'query').mockRejectedValue(away);
    const cache = jest.spyOn(test.app.get(VersionedCache), 'take').mockReturnValue(given(undefined));
    const direct = await bytesAt(PATH, asked);
    const routed = await bytesAt(LONG_WAY, asked);
    postgres.mockRestore();
    cache.mockRestore();
    expect(direct).toMatch(/^HTTP\/1\.1 503 /);
    expect(direct).toBe(routed);
  });

  it('breaks off an answer that cannot be sent to its end, and answers whatever was asked with it', async () => {
    const asked = { headers: [JSON_BODY, `X-API-Key: ${key}`], body: JSON.stringify({ token }) };
    const whole = await bytesAt(PATH, asked);
    const end = jest.spyOn(OutgoingMessage.prototype, 'end').mockImplementationOnce(() => {
      throw new TypeError('a defect');
    });
    const answers = await Promise.all(Array.from({ length: 3 }, () => bytesAt(PATH, asked)));
    end.mockRestore();
    expect(answers.sort()).toEqual(['', whole, whole]);
  });

  it('answers 500 for a refusal that cannot be put into words, breaks off what cannot be answered at all, and answers whatever was asked with it', async () => {
    const asked = { headers: [JSON_BODY, `X-API-Key: ${key}`], body: JSON.stringify({ token }) };
    const unknown = { ...asked, headers: [JSON_BODY, `X-API-Key: ae_sk_${'1'.repeat(64)}`] };
    const whole = await bytesAt(PATH, asked);
    expect(whole).toMatch(/^HTTP\/1\.1 200 /);
    const defect = (): never => {
      throw new TypeError('a defect');
    };
    const all = (): Promise<string[]> => Promise.all([unknown, asked, asked].map((question) => bytesAt(PATH, question)));
    const page = jest.spyOn(test.app.get(ErrorPages), 'isFor').mockImplementationOnce(defect);
    const once = await all();
    page.mockImplementation(defect);
    const always = await all();
    page.mockRestore();
    expect([once[0]?.slice(0, 12), ...once.slice(1)]).toEqual(['HTTP/1.1 500', whole, whole]);
    expect(always).toEqual(['', whole, whole]);
  });

  it('breaks off the connection also where the answer waits for another one', async () => {
    const body = JSON.stringify({ token });
    const request = (apiKey: string): string => `POST ${PATH} HTTP/1.1\r\nHost: auth.test\r\n${JSON_BODY}\r\nX-API-Key: ${apiKey}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const page = jest.spyOn(test.app.get(ErrorPages), 'isFor').mockImplementation(() => {
      throw new TypeError('a defect');
    });
    // A route of the routers takes longer than a refusal past them.
    const text = await rawRequest(test.port, `GET /health/ready HTTP/1.1\r\nHost: auth.test\r\n\r\n${request('no')}${request(key)}`);
    page.mockRestore();
    expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200']);
  });

  it('counts a request whose client has gone before it was refused', async () => {
    const before = (await counted())['POST 400'] ?? 0;
    const head = [`POST ${PATH} HTTP/1.1`, 'Host: auth.test', JSON_BODY, `X-API-Key: ${key}`, 'Content-Length: 100'];
    await rawRequest(test.port, `${head.join('\r\n')}\r\n\r\n{`, 50);
    for (const stop = Date.now() + 10_000; ((await counted())['POST 400'] ?? 0) === before && Date.now() < stop; ) await new Promise((resolve) => setImmediate(resolve));
    expect((await counted())['POST 400']).toBe(before + 1);
  });

  it('answers the same bytes to a source that has tried too many keys', async () => {
    const asked = { headers: [JSON_BODY, 'X-API-Key: no'], body: '{}' };
    for (let tries = 0; !/^HTTP\/1\.1 429 /.test(await bytesAt(PATH, asked)); tries += 1) expect(tries).toBeLessThan(2 * REFUSALS_A_MINUTE);
    const alike = (answer: string): string => answer.replace(/^Retry-After: \d+/m, 'Retry-After: n');
    expect(alike(await bytesAt(LONG_WAY, asked))).toBe(alike(await bytesAt(PATH, asked)));
  });
});
