import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedisLife } from './redis-life.js';
import { redisOptions } from './redis-options.js';

describe('the life of the connection to Redis', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  let life: RedisLife | undefined;
  afterEach(() => {
    life?.onApplicationShutdown();
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  /** Answers whatever it is asked, in RESP. */
  async function speaking(answer: (asked: string) => string): Promise<number> {
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        for (const asked of bytes.toString().toLowerCase().split(/^\*\d+\r\n/m).slice(1)) socket.write(answer(asked));
      });
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  const redisServer = (): Promise<number> => speaking((asked) => (asked.includes('info') ? '$22\r\nrole:master\r\nloading:0\r\n' : '+OK\r\n'));

  async function ready(redis: Redis): Promise<boolean> {
    for (const end = Date.now() + 10_000; Date.now() < end; await after(10)) if (redis.status === 'ready') return true;
    return false;
  }

  it('goes on when a failover is told while the primary is asked for', async () => {
    const primary = await redisServer();
    const port = String(primary);
    let asks = 0;
    // The client ends for ever when its connection is ended while a Sentinel is being asked for the primary.
    const sentinel = await speaking((asked) => {
      if (asked.includes('subscribe')) return '*3\r\n$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n';
      if (!asked.includes('get-master-addr-by-name')) return '*0\r\n';
      asks += 1;
      if (asks === 1) redis.disconnect(true);
      return `*2\r\n$9\r\n127.0.0.1\r\n$${port.length}\r\n${port}\r\n`;
    });
    const options = redisOptions(`redis+sentinel://127.0.0.1:${sentinel}/main/0`);
    const redis = new Redis({ ...(options.type === 'single' ? options.options : {}), lazyConnect: true, disconnectTimeout: 50, failoverDetector: false });
    redis.on('error', () => undefined);
    life = new RedisLife(redis);
    await redis.connect().catch(() => undefined);
    expect(await ready(redis)).toBe(true);
    expect(asks).toBeGreaterThan(1);
  });

  it('ends with the application, for good', async () => {
    const redis = new Redis({ port: await redisServer(), host: '127.0.0.1' });
    redis.on('error', () => undefined);
    life = new RedisLife(redis);
    expect(await ready(redis)).toBe(true);
    life.onApplicationShutdown();
    await after(1_200);
    expect(redis.status).toBe('end');
  });
});
