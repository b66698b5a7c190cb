import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RevocationStream } from './revocation-stream.js';
import type { News } from './revocation-feed.js';
import type { Revocation } from './revocation.js';

const ended = (count: number): Revocation[] => Array.from({ length: count }, (_, i) => ({ epoch: 7, kind: 'session', id: `session-${i}`, tenants: new Set(), concernsAll: false }));
const news = (count: number): News => ({ revocations: ended(count), reset: false, from: { xact: 5, at: 1 }, to: { xact: 8, at: 2 } });

describe('a stream', () => {
  let server: Server;
  let response: ServerResponse;
  let client: IncomingMessage;
  let stands: boolean;
  let stream: RevocationStream;

  beforeEach(async () => {
    stands = true;
    server = createServer((_, answer) => {
      response = answer;
      stream = new RevocationStream(answer, { keyId: 'key', tenantId: null, since: { kind: 'now' }, stillStands: () => Promise.resolve(stands) });
      stream.hear(news(1));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = await new Promise((resolve) => get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { agent: false }, resolve));
  });
  afterEach(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const read = async (): Promise<string> => {
    let text = '';
    for await (const bytes of client) text += String(bytes);
    return text;
  };

  it('names for what ended the position before it, and for a heartbeat the one after', async () => {
    stream.end();
    expect(await read()).toBe('event: revoked\nid: 5-1\ndata: {"epoch":7,"kind":"session","id":"session-0"}\n\nevent: heartbeat\nid: 8-2\ndata: {"epoch":7}\n\n');
  });

  it('says that all is outdated in place of more endings than anybody wants to read', async () => {
    stream.hear(news(5_001));
    stream.end();
    expect((await read()).split('\n\n')[2]).toBe('event: reset\nid: 8-2\ndata: {"epoch":7}');
  });

  it('names then the newest of them, which may be newer than a transaction that still runs', async () => {
    stream.hear({ ...news(0), revocations: ended(5_001).map((one, i) => ({ ...one, epoch: i === 0 ? 12 : 9 })) });
    stream.end();
    expect((await read()).split('\n\n')[2]).toBe('event: reset\nid: 8-2\ndata: {"epoch":12}');
  });

  it('is cut off when its client does not read', async () => {
    const closed = once(response, 'close');
    // More than the buffers of both systems take.
    for (let i = 0; i < 200 && !response.destroyed; i += 1) {
      stream.hear(news(5_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await closed;
    expect(response.destroyed).toBe(true);
    expect(response.writableLength).toBeLessThan(4 * 1024 * 1024);
  });

  it('ends with its key', async () => {
    stands = false;
    stream.hear({ ...news(0), revocations: [{ epoch: 7, kind: 'key', id: 'key', tenants: new Set(), concernsAll: false }] });
    expect(await read()).toContain('"kind":"key"');
  });
});
