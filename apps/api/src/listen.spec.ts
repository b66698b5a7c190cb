import { createServer, type Server } from 'node:net';
import { testSettings } from '@authengine/testing';
import { hostInUrl, hostsToListenOn, listen } from './listen.js';

/** A server on a machine whose kernel answers so to an attempt to listen there. */
function serverWhere(answers: Readonly<Record<string, string>>): Server {
  const server = createServer();
  const really = server.listen.bind(server) as (port: number, host: string, done: () => void) => Server;
  server.listen = ((port: number, host: string, done: () => void) => {
    const code = answers[host];
    if (code === undefined) return really(port, host, done);
    process.nextTick(() => server.emit('error', Object.assign(new Error(`listen ${code} ${host}`), { code, syscall: 'listen' })));
    return server;
  }) as Server['listen'];
  return server;
}

const hostsOf = (env: Record<string, string | undefined>, production = false): readonly string[] => hostsToListenOn({ values: testSettings(env).values, production });

describe('listening', () => {
  let server: Server;
  const on = async (hosts: readonly string[], answers: Record<string, string> = {}): Promise<string> => {
    server = serverWhere(answers);
    try {
      return (await listen(server, { name: 'PORT', port: 0 }, hosts)).host;
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  };
  afterEach(() => {
    server.close();
  });

  it('is on loopback in development and on every address in production, unless HOST says where', async () => {
    expect(hostsOf({})).toEqual(['127.0.0.1']);
    expect(hostsOf({ HOST: '10.1.2.3' })).toEqual(['10.1.2.3']);
    expect(hostsOf({ HOST: '[::1]' })).toEqual(['::1']);
    expect(hostsOf({}, true)).toEqual(['::', '0.0.0.0']);
    expect(hostsOf({ HOST: '::' }, true)).toEqual(['::']);
    await on(['127.0.0.1']);
  });

  it.each(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])('is on every address of IPv4 where the kernel has no IPv6 (%s)', async (code) => {
    expect(await on(['::', '0.0.0.0'], { '::': code })).toBe('0.0.0.0');
    expect(server.listenerCount('error')).toBe(0);
  });

  it('tries no other address for any other fault', async () => {
    expect(await on(['::', '0.0.0.0'], { '::': 'EADDRINUSE' })).toBe('StartFault: port 0 is in use on ::; stop what listens there, or set PORT to another');
  });

  it.each([
    ['EACCES', /^StartFault: port 0 may not be listened on by this user; set PORT/],
    ['EAFNOSUPPORT', /^StartFault: :: \(HOST\) is an IPv6 address, and this machine has no IPv6; set HOST to 0\.0\.0\.0$/],
    ['EADDRNOTAVAIL', /^StartFault: :: \(HOST\) is no address of this machine$/],
    ['EINVAL', /^StartFault: :: \(HOST\), port 0 \(PORT\) cannot be listened on \(EINVAL\)$/],
  ])('tells %s in one line', async (code, told) => {
    expect(await on(['::'], { '::': code })).toMatch(told);
  });

  it('tells a name that leads nowhere in one line', async () => {
    expect(await on(['no-such-host.invalid'])).toBe('StartFault: no-such-host.invalid (HOST) is no address of this machine');
  });

  it('shows an address as a browser takes it', () => {
    expect(['::', '0.0.0.0', '::1', '127.0.0.1'].map(hostInUrl)).toEqual(['localhost', 'localhost', '[::1]', '127.0.0.1']);
  });
});
