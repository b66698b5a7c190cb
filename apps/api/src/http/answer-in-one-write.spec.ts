import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { answersInOneWrite } from './answer-in-one-write.js';

const FIXED = ['Cache-Control', 'no-store', 'Content-Security-Policy', "default-src 'none'"];
const answer = answersInOneWrite(FIXED);

function asNodeDoes(response: ServerResponse, requestId: string, json: string): void {
  response.writeHead(200, ['X-Request-Id', requestId, ...FIXED, 'Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(Buffer.byteLength(json))]);
  response.end(json);
}

const BODIES: Readonly<Record<string, string>> = { '/slow': '{"active":false}', '/ascii': '{"active":true}', '/other': '{"name":"Zoë"}', '/wide': '{"name":"日本"}', '/long': JSON.stringify('x'.repeat(100_000)) };
const undated = (text: string): string => text.replace(/Date: [^\r]+/g, 'Date: now');
const ask = (path: string, more = ''): string => `POST ${path} HTTP/1.1\r\nHost: example\r\nContent-Length: 0\r\n${more}\r\n`;

/** All that the server sends until it closes. */
async function exchanged(by: typeof answer, requests: string): Promise<string> {
  const server = createServer((request, response) => {
    const answered = (): void => by(response, 'r1', BODIES[request.url ?? ''] ?? '');
    if (request.url === '/slow') setImmediate(answered);
    else answered();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    let text = '';
    const client = connect(port, '127.0.0.1', () => client.write(requests));
    client.on('data', (chunk) => (text += chunk.toString('latin1')));
    client.on('error', reject);
    client.on('close', () => {
      server.close();
      resolve(text);
    });
  });
}

const last = 'Connection: close\r\n';

describe('an answer in one write', () => {
  it.each([
    ['one, and the connection closes', ask('/ascii', last)],
    ['many on one connection', ask('/ascii') + ask('/long') + ask('/ascii', last)],
    ['characters of many bytes among others', ask('/wide') + ask('/ascii') + ask('/other', last)],
    ['those that wait for one before them', ask('/slow') + ask('/ascii') + ask('/wide') + ask('/ascii', last)],
    ['HTTP/1.0', 'POST /ascii HTTP/1.0\r\n\r\n'],
    ['HTTP/1.0 that stays open', 'POST /ascii HTTP/1.0\r\nConnection: keep-alive\r\n\r\nPOST /ascii HTTP/1.0\r\n\r\n'],
  ])('has the headers and the bytes that Node would send: %s', async (_name, requests) => {
    const [ours, nodes] = [await exchanged(answer, requests), await exchanged(asNodeDoes, requests)];
    expect(undated(ours)).toBe(undated(nodes));
    expect(ours.match(/HTTP\/1\.1 200 OK\r\n/g)).toHaveLength((requests.match(/^POST/gm) ?? []).length);
  });

  it('keeps a header that was set before, once', async () => {
    const closing = (by: typeof answer): typeof answer => (response, requestId, json) => {
      response.setHeader('Connection', 'close');
      response.setHeader('Cache-Control', 'public');
      by(response, requestId, json);
    };
    const [ours, nodes] = [await exchanged(closing(answer), ask('/ascii')), await exchanged(closing(asNodeDoes), ask('/ascii'))];
    expect(undated(ours)).toBe(undated(nodes));
    expect(ours.match(/^(Connection: close|Cache-Control: no-store)\r$/gm)).toHaveLength(2);
  });

  it('refuses a header that may not be, at once', () => {
    expect(() => answersInOneWrite(['X-Other', 'a\r\nb'])).toThrow(/Invalid character/);
  });

  it('is one piece for the socket, where Node makes two', async () => {
    const pieces = async (by: typeof answer): Promise<string[]> => {
      const seen: string[] = [];
      await exchanged(
        (response, requestId, json) => {
          const socket = response.socket as Socket & { _writev: unknown; _write: unknown };
          for (const name of ['_write', '_writev'] as const) {
            const real = socket[name] as (...args: unknown[]) => unknown;
            socket[name] = (...args: unknown[]): unknown => {
              seen.push(name);
              return real.apply(socket, args);
            };
          }
          by(response, requestId, json);
        },
        ask('/ascii', last),
      );
      return seen;
    };
    expect(await pieces(answer)).toEqual(['_write']);
    expect(await pieces(asNodeDoes)).toEqual(['_writev']);
  });

  it('tells when it has been sent', async () => {
    const finished = new Promise<void>((resolve) => {
      void exchanged((response, requestId, json) => {
        response.on('finish', resolve);
        answer(response, requestId, json);
      }, ask('/ascii', last));
    });
    await finished;
  });
});
