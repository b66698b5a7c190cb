import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { testSettings } from '@authengine/testing';
import { Receivers } from './receivers.js';

/** A name of this machine that no rule about names knows: only its address says where it leads. */
const NAME = hostname();

describe('RD-03 receivers of webhooks', () => {
  let server: Server;
  let asked: number;
  let answer: (write: (text: string) => void, end: () => void) => void;
  const open: Receivers[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      request.resume();
      response.writeHead(200);
      answer((text) => void response.write(text), () => void response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  });
  beforeEach(() => {
    asked = 0;
    answer = (_, end) => {
      end();
    };
  });
  afterEach(async () => {
    for (const each of open.splice(0)) await each.onModuleDestroy();
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const receivers = (env: Record<string, string> = {}): Receivers => {
    const made = new Receivers(testSettings(env));
    open.push(made);
    return made;
  };
  const at = (host: string): string => `http://${host}:${(server.address() as AddressInfo).port}/`;

  it('are asked at addresses that are public when they are asked, whatever the name and however the address is written', async () => {
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]', 'localhost', NAME]) {
      expect([host, (await receivers().post(at(host), {}, '{}')).reason]).toEqual([host, 'address_refused']);
    }
    await expect(receivers().check(at(NAME).replace('http:', 'https:'))).rejects.toMatchObject({ status: 400, errors: [{ field: 'url' }] });
    expect(asked).toBe(0);
    expect((await receivers({ WEBHOOKS_TO_PRIVATE_ADDRESSES: 'true' }).post(at('127.0.0.1'), {}, '{}')).reason).toBeNull();
    expect(asked).toBe(1);
  });

  it('may be names that lead nowhere yet', async () => {
    await expect(receivers().check('https://nowhere.invalid/')).resolves.toBeUndefined();
    expect((await receivers().post('https://nowhere.invalid/', {}, '{}')).reason).toBe('name_not_found');
  });

  it('answer as much as they like, of which the beginning is read, soon', async () => {
    const local = receivers({ WEBHOOKS_TO_PRIVATE_ADDRESSES: 'true' });
    answer = (write) => {
      write('begun, and never ended');
    };
    expect(await local.post(at('127.0.0.1'), {}, '{}')).toMatchObject({ reason: null, status: 200, excerpt: 'begun, and never ended' });
    answer = (write) => {
      for (let n = 0; n < 64; n += 1) write('x'.repeat(65_536));
    };
    expect((await local.post(at('127.0.0.1'), {}, '{}')).excerpt).toHaveLength(1_024);
  });
});
