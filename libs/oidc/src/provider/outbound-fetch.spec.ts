import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { lookup } from 'node:dns';
import { outboundFetch } from './outbound-fetch.js';

describe('a request to an application', () => {
  let server: Server;
  let port: number;
  let asked: string[] = [];
  let answers: Record<string, () => { status: number; headers?: Record<string, string>; body?: string }> = {};

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const { status, headers = {}, body = '' } = answers[request.url ?? '']?.() ?? { status: 200, body: 'ok' };
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
  });

  /** A name server of the test: each question gets the next answer, the last one for good. */
  const names = (...turns: string[][]) => {
    const questions: string[] = [];
    const resolve = (hostname: string, options: { all?: boolean }, done: (error: Error | null, found: unknown, family?: number) => void): void => {
      questions.push(hostname);
      const found = (turns[Math.min(questions.length, turns.length) - 1] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if (options.all) done(null, found);
      else done(null, found[0]?.address, found[0]?.family);
    };
    return { questions, lookup: resolve as unknown as typeof lookup };
  };

  it('follows no redirect, and has the answer', async () => {
    answers = { '/moved': () => ({ status: 302, headers: { location: `http://127.0.0.1:${port}/elsewhere` } }) };
    const ask = outboundFetch({ production: false });
    expect((await ask(`http://127.0.0.1:${port}/moved`)).status).toBe(302);
    expect(await (await ask(`http://127.0.0.1:${port}/plain`)).text()).toBe('ok');
    expect(asked).toEqual(['/moved', '/plain']);
  });

  describe('through a proxy', () => {
    let proxy: Server;
    let address: string;
    let tunnels: string[] = [];

    beforeAll(async () => {
      proxy = createServer();
      proxy.on('connect', (request, socket) => {
        tunnels.push(request.url ?? '');
        // As a proxy that knows the name: to the test's server.
        const there = connect(port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          there.pipe(socket);
          socket.pipe(there);
        });
        for (const end of [there, socket]) end.on('error', () => undefined);
      });
      await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
      address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    });
    beforeEach(() => {
      tunnels = [];
    });
    afterAll(() => {
      proxy.closeAllConnections();
      proxy.close();
    });

    it('goes where the settings name one, and not where they name an exception', async () => {
      answers = {};
      const ask = outboundFetch({ production: false, proxies: { http: address, https: address, none: '127.0.0.1' } });
      expect(await (await ask('http://app.example.com/through')).text()).toBe('ok');
      expect(await (await ask(`http://127.0.0.1:${port}/past`)).text()).toBe('ok');
      expect([tunnels, asked]).toEqual([['app.example.com:80'], ['/through', '/past']]);
    });

    it('does not read an answer without end', async () => {
      answers = { '/big': () => ({ status: 200, body: 'x'.repeat(1_000_000) }) };
      await expect(outboundFetch({ production: false, proxies: { http: address } })('http://app.example.com/big')).rejects.toThrow();
    });

    it('goes in production by https, to no name that leads inside, and to no number', async () => {
      for (const [url, ...found] of [['https://app.example.com/', '10.0.0.1'], ['https://app.example.com/', '93.184.216.34', '127.0.0.1'], ['https://10.0.0.1/', '10.0.0.1']]) {
        await expect(outboundFetch({ production: true, lookup: names(found).lookup, proxies: { https: address } })(url!)).rejects.toThrow('private network');
      }
      await expect(outboundFetch({ production: true, lookup: names(['93.184.216.34']).lookup, proxies: { http: address } })('http://app.example.com/')).rejects.toThrow('https');
      expect(tunnels).toEqual([]);
      // The server of the test speaks no TLS: it is the way there that counts.
      await expect(outboundFetch({ production: true, lookup: names(['93.184.216.34']).lookup, proxies: { https: address } })('https://app.example.com/')).rejects.toThrow();
      expect(tunnels).toEqual(['app.example.com:443']);
    });
  });

  it('does not read an answer without end', async () => {
    answers = { '/big': () => ({ status: 200, body: 'x'.repeat(1_000_000) }) };
    await expect(outboundFetch({ production: false })(`http://127.0.0.1:${port}/big`)).rejects.toThrow();
  });

  it.each(['127.0.0.1', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:7f00:1::'])('goes in production not to %s, by name or by number', async (address) => {
    const { lookup: resolve } = names([address]);
    const ask = outboundFetch({ production: true, lookup: resolve });
    await expect(ask(`https://app.example.com:${port}/`)).rejects.toMatchObject({ cause: { message: 'the address leads into a private network' } });
    await expect(ask(`https://${address.includes(':') ? `[${address}]` : address}:${port}/`)).rejects.toThrow('private network');
    expect(asked).toEqual([]);
  });

  it('goes not where one of several addresses is private, nor to numbers in other spellings', async () => {
    const { lookup: resolve } = names(['93.184.216.34', '10.0.0.1']);
    await expect(outboundFetch({ production: true, lookup: resolve })('https://app.example.com/')).rejects.toMatchObject({ cause: { message: 'the address leads into a private network' } });
    for (const host of ['2130706433', '0x7f.1', '0177.0.0.1', '127.1']) await expect(outboundFetch({ production: true })(`https://${host}:${port}/`)).rejects.toThrow('private network');
  });

  it('connects to the address that was judged: the name is asked once', async () => {
    const { questions, lookup: resolve } = names(['127.0.0.1'], ['192.0.2.1']);
    expect((await outboundFetch({ production: false, lookup: resolve })(`http://app.example.com:${port}/once`)).status).toBe(200);
    expect([questions, asked]).toEqual([['app.example.com'], ['/once']]);
    const rebound = names(['93.184.216.34'], ['127.0.0.1']);
    await expect(outboundFetch({ production: true, lookup: rebound.lookup })(`https://app.example.com:${port}/`, { signal: AbortSignal.timeout(300) })).rejects.toThrow();
    expect([rebound.questions, asked]).toEqual([['app.example.com'], ['/once']]);
  });

  it('goes in production by https alone', async () => {
    await expect(outboundFetch({ production: true })('http://app.example.com/')).rejects.toThrow('https');
  });
});
