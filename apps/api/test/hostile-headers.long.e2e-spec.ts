import { connect, type Socket } from 'node:net';
import { cpuMsOfEach, dearerThan } from './kit/cpu-time.js';
import { createTestApp, type TestApp } from './test-app.js';

/** What Node takes of one request's headers is 16 kB. */
const LENGTH = 15_000;
/**
 * An ordinary refusal costs a third of a millisecond on a good machine; one of a query with five thousand keys, which is read whole,
 * twenty times as much; work that grows with the square of the length a second. So this is far beyond the first two.
 */
const MOST_REFUSALS = 80;
const ATTEMPTS = 3;

const RUNS = [' ', '\t', ';', ',', '"', '\\"', '=', '%', ':', '.', '/', '-', '[', '(', 'a', '1', '1.', '::', 'a=', ';a', '; ', ', ', '";', '",', '*/*,', 'for=', '10.0.0.1,', '%41'];
const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  'Content-Type': ['application/json', 'application/json;', 'application/json; charset=', 'application/json; charset="', 'application/json; charset=utf-8', 'multipart/form-data; boundary="'],
  Authorization: ['', 'Bearer ', 'Bearer a', 'Basic '],
  Cookie: ['', 'ae_oauth=', '__Host-ae_oauth='],
  'X-Forwarded-For': ['', '203.0.113.5, ', '[', '::ffff:', 'fe80::1%'],
  Forwarded: ['for='],
  Accept: ['', 'text/html', 'text/html;q="'],
  'Accept-Language': ['', 'en;q=0'],
  'Accept-Encoding': ['gzip'],
  'User-Agent': ['', 'Mozilla/5.0 Version/', 'Edg/'],
  Origin: ['', 'https://'],
  'X-Request-Id': [''],
  'X-API-Key': ['', 'ae_sk_'],
  Link: ['<'],
  'If-None-Match': ['W/"'],
  Range: ['bytes='],
  'X-Forwarded-Host': [''],
};
const ENDING = 'x';

describe('hostile headers', () => {
  let test: TestApp;
  let socket: Socket;
  beforeAll(async () => {
    test = await createTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8', CORS_ORIGINS: 'https://app.example' } });
  });
  beforeEach(() => {
    socket = connect(test.port, '127.0.0.1');
  });
  afterEach(() => {
    socket.destroy();
  });
  afterAll(() => test.close());

  /** One request on the connection; resolves with the status line once the whole answer is there. */
  const send = (head: string, body = ''): Promise<string> =>
    new Promise((resolve, reject) => {
      let text = '';
      const onData = (chunk: Buffer): void => {
        text += chunk.toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        if (end < 0 || text.length < end + 4 + length) return;
        socket.off('data', onData).off('close', onClose);
        resolve(text.slice(0, text.indexOf('\r\n')));
      };
      const onClose = (): void => {
        reject(new Error(`closed after: ${text}`));
      };
      socket.on('data', onData).once('close', onClose);
      socket.write(`${head}\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`, 'latin1');
    });

  const most = async (): Promise<number> => {
    const [refusal = 0] = await cpuMsOfEach([() => send(`GET /api/v1/me HTTP/1.1\r\nX-Other: ${'a'.repeat(LENGTH)}`)], ATTEMPTS);
    return MOST_REFUSALS * refusal;
  };

  it.each(Object.keys(BEGINNINGS))('costs no more than its length: %s', async (name) => {
    const requests = new Map<string, () => Promise<string>>();
    for (const beginning of BEGINNINGS[name] ?? []) {
      for (const run of RUNS) {
        const value = beginning + run.repeat(Math.floor((LENGTH - beginning.length) / run.length)) + ENDING;
        const type = name === 'Content-Type' ? '' : '\r\nContent-Type: application/json';
        for (const [path, body] of [['POST /api/v1/auth/login', '{}'], ['POST /api/v1/auth/introspect', '{}'], ['GET /api/v1/auth/oauth/google/link', '']] as const) {
          requests.set(`${path} ${beginning}${run}…`, () => send(`${path} HTTP/1.1${type}\r\n${name}: ${value}`, body));
        }
      }
    }
    expect(await dearerThan(await most(), requests)).toEqual([]);
  });

  it('costs no more than its length: a path or a query', async () => {
    const requests = new Map<string, () => Promise<string>>();
    for (const beginning of ['/api/v1/', '/api/v1/tenants/users/', '/pages/', '/docs/', '/api/v1/platform/users?cursor=', '/api/v1/platform/users?', '/api/v1/auth/verify-email?token=', '/api/v1/auth/oauth/google/callback?state=']) {
      for (const run of ['/', 'a', '%41', '%', '&', '=', '+', 'a=&', '&a', '.', '/..', ';', '[', '//a', '%2f']) {
        const target = beginning + run.repeat(Math.floor((LENGTH - beginning.length) / run.length)) + ENDING;
        for (const method of ['GET', 'POST', 'OPTIONS']) {
          requests.set(`${method} ${beginning}${run}…`, () => send(`${method} ${target} HTTP/1.1`));
        }
      }
    }
    expect(await dearerThan(await most(), requests)).toEqual([]);
  });
});
