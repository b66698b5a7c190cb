import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestsUnderWay } from './requests-under-way.js';

describe('RequestsUnderWay', () => {
  let server: Server;
  let underWay: RequestsUnderWay;
  let answer: (() => void)[];

  beforeEach(async () => {
    answer = [];
    server = createServer((_request, response) => answer.push(() => response.end('done')));
    underWay = new RequestsUnderWay(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function send(times: number): Promise<() => void> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(times));
    while (answer.length < times) await delay(5);
    return () => socket.destroy();
  }

  it('counts requests until they are answered, also several on one connection', async () => {
    const leave = await send(3);
    expect(underWay.count).toBe(3);
    for (const finish of answer) finish();
    await delay(50);
    expect(underWay.count).toBe(0);
    leave();
  });

  it('waits for no connection that nobody has sent anything on', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    await once(server, 'connection');
    const closed = once(socket, 'close');
    const began = performance.now();
    await underWay.finish(50_000);
    await closed;
    expect(performance.now() - began).toBeLessThan(25_000);
  });

  it('forgets those that were cut off, answered after that or never', async () => {
    const leave = await send(3);
    leave();
    await delay(50);
    expect(underWay.count).toBe(0);
    for (const finish of answer) finish();
    await delay(50);
    expect(underWay.count).toBe(0);
  });
});
