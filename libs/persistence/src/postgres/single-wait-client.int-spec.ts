import { onRealPostgres, openTestDatabase, type TestDatabase } from '@authengine/testing';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';
import { isPostgresUnavailable } from './postgres-faults.js';
import { PreparedStatements } from './prepared-statements.js';

/** A network that can hold back what is on its way, and deliver it later. */
class Network {
  private readonly held: (() => void)[] = [];
  private readonly sockets = new Set<Socket>();
  private stalled = false;
  private readonly server: Server;

  constructor(to: { readonly host: string; readonly port: number }) {
    this.server = createServer((near) => {
      const far = connect(to);
      for (const [from, other] of [[near, far], [far, near]] as const) {
        this.sockets.add(from);
        from.on('error', () => undefined);
        from.on('close', () => other.destroy());
        from.on('data', (data) => {
          if (this.stalled) this.held.push(() => other.write(data));
          else other.write(data);
        });
      }
    });
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  stall(): void {
    this.stalled = true;
  }

  resume(): void {
    this.stalled = false;
    for (const deliver of this.held.splice(0)) deliver();
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

// The embedded Postgres is in this process: there is no network to it.
(onRealPostgres() ? describe : describe.skip)('IF-05 a PostgreSQL that answers too late', () => {
  let database: TestDatabase;
  let network: Network;
  let behind: DataSource;
  let direct: DataSource;

  beforeAll(async () => {
    database = await openTestDatabase();
    if (database.address.kind !== 'server') throw new Error('not a server');
    const url = new URL(database.address.url);
    network = new Network({ host: url.hostname, port: Number(url.port) });
    url.port = String(await network.listen());
    direct = await new DataSource(dataSourceOptions(database.address)).initialize();
    behind = await new DataSource(dataSourceOptions({ ...database.address, url: url.href, poolSize: 1 })).initialize();
    await direct.query('CREATE TABLE notes (text text)');
  });
  afterAll(async () => {
    await behind.destroy();
    await direct.destroy();
    network.close();
    await database.close();
  });

  it.each(['the beginning', 'a statement'])('is waited for once where %s of a transaction stalls, and what others are acknowledged afterwards is kept', async (where) => {
    await direct.query('DELETE FROM notes');
    if (where === 'the beginning') network.stall();
    const began = Date.now();
    const given = behind.transaction(async (manager) => {
      await manager.query("INSERT INTO notes VALUES ('half of a change')");
      network.stall();
      await manager.query("INSERT INTO notes VALUES ('the other half')");
    });
    await expect(given).rejects.toThrow('Query read timeout');
    expect(Date.now() - began).toBeLessThan(3_500);

    network.resume();
    await delay(200);
    await behind.query("INSERT INTO notes VALUES ('acknowledged')");
    await behind.transaction((manager) => manager.query("INSERT INTO notes VALUES ('committed')"));
    expect(await direct.query('SELECT text FROM notes ORDER BY text')).toEqual([{ text: 'acknowledged' }, { text: 'committed' }]);
  });

  it('is waited for once where a prepared statement stalls, and the next one is answered on another connection', async () => {
    const prepared = new PreparedStatements(behind);
    const add = { name: 'add_of_a_test', sql: 'INSERT INTO notes VALUES ($1) RETURNING text' };
    await direct.query('DELETE FROM notes');
    await prepared.run(add, ['before']);
    network.stall();
    const began = Date.now();
    const stalled = prepared.run(add, ['never acknowledged']);
    await expect(stalled).rejects.toThrow('Query read timeout');
    expect(Date.now() - began).toBeLessThan(3_500);
    expect(isPostgresUnavailable(await stalled.catch((error: unknown) => error))).toBe(true);

    network.resume();
    expect(await prepared.run(add, ['after'])).toEqual([{ text: 'after' }]);
    expect(await direct.query("SELECT text FROM notes WHERE text <> 'never acknowledged' ORDER BY text")).toEqual([{ text: 'after' }, { text: 'before' }]);
  });
});
