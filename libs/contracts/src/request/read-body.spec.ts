import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { DomainError } from '@authengine/kernel';
import { RequestErrors } from '../problems/common.errors.js';
import { ContextValue } from './context-value.js';
import { readBody, takeBody } from './read-body.js';

describe('readBody', () => {
  let server: Server;
  let requests: IncomingMessage[];
  let responses: ServerResponse[];

  beforeEach(async () => {
    [requests, responses] = [[], []];
    server = createServer((request, response) => {
      requests.push(request);
      responses.push(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = async (body: string, length = body.length): Promise<[IncomingMessage, Socket]> => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    const arrived = once(server, 'request');
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n${body}`);
    await arrived;
    return [requests[0] as IncomingMessage, socket];
  };

  it('gives the bytes, and makes no error when the request that was read whole closes', async () => {
    const malformed = jest.spyOn(RequestErrors, 'malformed');
    const [request, socket] = await send('{"a":1}');
    const closed = once(request, 'close');
    expect((await readBody(request)).toString()).toBe('{"a":1}');
    responses[0]?.end();
    await closed;
    socket.destroy();
    expect(malformed).not.toHaveBeenCalled();
    malformed.mockRestore();
  });

  it('is refused as malformed when the client breaks off', async () => {
    const [request, socket] = await send('{"a"', 100);
    const read = readBody(request);
    socket.destroy();
    await expect(read).rejects.toMatchObject({ constructor: DomainError, code: 'request.malformed' });
  });

  it('is refused as malformed when the client broke off before anybody read, rather than waited for without an end', async () => {
    const [request, socket] = await send('{"a"', 100);
    const closed = new Promise((resolve) => request.once('close', resolve));
    socket.destroy();
    await closed;
    await expect(readBody(request)).rejects.toMatchObject({ constructor: DomainError, code: 'request.malformed' });
  });

  it('is taken once, in the context of whoever takes it, whatever comes afterwards', async () => {
    const caller = new ContextValue<string>();
    const [request, socket] = await send('{"a"', 12);
    const taken: string[] = [];
    const whole = new Promise<void>((resolve) => {
      caller.run('service', () => {
        takeBody(request, {}, (read) => {
          taken.push(`${caller.get()} ${read().toString()}`);
          resolve();
        });
      });
    });
    const closed = once(request, 'close');
    socket.write(':1}     ');
    await whole;
    socket.destroy();
    await closed;
    expect(taken).toEqual(['service {"a":1}     ']);
  });

  it('is refused when it is larger than it may be, told before or not', async () => {
    const [request] = await send('x'.repeat(20));
    await expect(readBody(request, 10)).rejects.toMatchObject({ code: 'request.too_large' });
  });
});
