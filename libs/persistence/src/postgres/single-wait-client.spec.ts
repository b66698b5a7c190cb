import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Pool } from 'pg';
import { isPostgresUnavailable } from './postgres-faults.js';
import { SingleWaitClient } from './single-wait-client.js';

/** A message of PostgreSQL's protocol: its kind, its length and what it says. */
function message(kind: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.from(`${kind}....`);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe('IF-05 a PostgreSQL that is stopped while it greets', () => {
  let server: Server;

  beforeAll(async () => {
    const accepted = message('R', Buffer.alloc(4));
    const ready = message('Z', 'I');
    const stopped = message('E', 'SFATAL\0', 'C57P01\0', 'Mterminating connection due to administrator command\0', '\0');
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(Buffer.concat([accepted, ready, stopped])));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is away for whoever asks, and ends no process', async () => {
    const pool = new Pool({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, user: 'x', database: 'x', Client: SingleWaitClient });
    pool.on('error', () => undefined);
    const asked = async (): Promise<unknown> => {
      const client = await pool.connect();
      try {
        return await client.query('SELECT 1');
      } finally {
        client.release();
      }
    };
    for (let i = 0; i < 3; i += 1) expect(await asked().then(() => 'answered', isPostgresUnavailable)).toBe(true);
    expect(pool.totalCount).toBe(0);
    await pool.end();
  });
});
