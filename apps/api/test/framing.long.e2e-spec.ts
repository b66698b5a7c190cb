import { bearer, call, introspect, logIn, logInAsSuperAdmin, serviceKey, signUp } from './kit/person.js';
import { rawRequest } from './kit/raw-request.js';
import { RouteTable } from '../src/http/routes/route-table.js';
import { createTestApp, type TestApp } from './test-app.js';

const NO_BYTES: Readonly<Record<string, string>> = {
  'no framing': '\r\n',
  'a type alone': 'Content-Type: text/plain\r\n\r\n',
  'length 0': 'Content-Length: 0\r\n\r\n',
  'length 0, text': 'Content-Length: 0\r\nContent-Type: text/plain\r\n\r\n',
  'length 00, a form': 'Content-Length: 00\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n',
  'no chunk': 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'no chunk, JSON': 'Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n0\r\n\r\n',
  'no chunk, text': 'Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n0\r\n\r\n',
  'no chunk, zipped': 'Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n0\r\n\r\n',
  'no chunk, with a trailer': 'Transfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n0\r\nX-A: 1\r\n\r\n',
  'no chunk, expecting to be asked': 'Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n0\r\n\r\n',
};

describe('a body of no bytes', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100', REQUESTS_AT_ONCE_PER_SOURCE: '1000' } });
  });
  afterAll(() => test.close());

  const send = async (method: string, path: string, framing: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; code: string | undefined }> => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const text = (await rawRequest(test.port, `${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines}${framing}`)).replace('HTTP/1.1 100 Continue\r\n\r\n', '');
    return { status: Number(text.slice(9, 12)), code: /"code":"([^"]+)"/.exec(text)?.[1] };
  };

  it('is no body, however it is framed, at every route', async () => {
    // The protocol's endpoints and the pages take forms alone, and say of each body whether it is one.
    const takesForms = /^\/(oauth2\/|sign-in|sign-up|sign-out|forgot-password|consent|select-|device)/;
    const routes = test.app.get(RouteTable).routes().filter(({ path }) => !takesForms.test(path));
    const wrong: string[] = [];
    for (const { method, path } of routes) {
      const target = path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000');
      const plain = await send(method, target, '\r\n');
      for (const [name, framing] of Object.entries(NO_BYTES)) {
        const framed = await send(method, target, framing);
        if (framed.status !== plain.status || framed.code !== plain.code) wrong.push(`${method} ${path} with ${name}: ${framed.status} ${framed.code} and not ${plain.status} ${plain.code}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(NO_BYTES))('logs out with %s', async (name) => {
    const tokens = await logInAsSuperAdmin(test);
    expect((await send('POST', '/api/v1/auth/logout', NO_BYTES[name] ?? '', bearer(tokens.access_token))).status).toBe(204);
    expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(401);
  });

  it('is refused by an introspection for what is missing, and not for its type', async () => {
    const key = await serviceKey(test);
    for (const [name, framing] of Object.entries(NO_BYTES)) expect([name, await send('POST', '/api/v1/auth/introspect', framing, { 'X-API-Key': key })]).toEqual([name, { status: 400, code: 'request.invalid' }]);
    const { access_token } = await logIn(test, await signUp(test));
    expect((await introspect(test, key, access_token)).body).toMatchObject({ active: true });
  });

  it('is another thing than one that has bytes: those need their type', async () => {
    for (const framing of ['Content-Length: 1\r\n\r\n{', 'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n', 'Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n2\r\n{}\r\n0\r\n\r\n', 'Content-Length: 2\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n{}']) {
      expect([framing, (await send('POST', '/api/v1/auth/logout', framing)).status]).toEqual([framing, 415]);
    }
  });
});
