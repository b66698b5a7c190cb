import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { loadSettings } from '@authengine/config';
import { migratedDataFolder, testSettings } from '@authengine/testing';
import { startServer, type RunningServer } from '../src/server.js';
import { startFault } from '../src/start-fault.js';
import { ProbeModule } from './kit/probe.module.js';
import { freePort } from './test-app.js';

const HOST = '127.0.0.1';

describe('the server', () => {
  // One for all, with the database in it: the README's walk begins without one.
  let AUTHENGINE_DATA_DIR: string;
  beforeAll(async () => {
    AUTHENGINE_DATA_DIR = await migratedDataFolder();
  });
  afterAll(() => {
    rmSync(AUTHENGINE_DATA_DIR, { recursive: true, force: true });
  });
  const settingsOf = (env: Record<string, string> = {}) => testSettings({ HOST, AUTHENGINE_DATA_DIR, POSTGRES_URL: undefined, ...env });
  let running: RunningServer | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  async function startFaultOf(env: Record<string, string>): Promise<string | undefined> {
    try {
      running = await startServer(settingsOf(env));
    } catch (error) {
      return startFault(error);
    }
    return 'it started';
  }

  it('starts on an embedded Postgres in its data folder, and starts again on the same data', async () => {
    const settings = settingsOf();
    running = await startServer(settings);
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
    await running.close();
    running = await startServer(settings);
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
  });

  it('IF-09: stops in order: unready but answering, then requests under way finish, then nothing listens', async () => {
    running = await startServer(settingsOf(), { modules: [ProbeModule] });
    const { url } = running;
    const slow = fetch(`${url}/api/v1/probe/slow/1200`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = running.close(500);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).headers.get('connection')).toBe('close');
    const answer = await slow;
    expect([answer.status, answer.headers.get('connection'), await answer.json()]).toEqual([200, 'close', { ok: true }]);
    await closed;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    await running.close();
  });

  it('cuts off what is not done when the grace is over', async () => {
    running = await startServer(settingsOf({ SHUTDOWN_GRACE_SECONDS: '1' }), { modules: [ProbeModule] });
    const slow = fetch(`${running.url}/api/v1/probe/slow/2500`).then(
      () => 'answered',
      () => 'cut off',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = Date.now();
    await running.close();
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(await slow).toBe('cut off');
  });

  it('says in one line that the port is in use', async () => {
    const port = await freePort();
    const other = createServer().listen(port, HOST);
    expect(await startFaultOf({ PORT: String(port) })).toBe(`port ${port} is in use on ${HOST}; stop what listens there, or set PORT to another`);
    other.close();
  });

  it('says in one line that another process has the data folder', async () => {
    const settings = settingsOf();
    running = await startServer(settings);
    const second = await startServer(settings).then(
      () => 'it started',
      (error: unknown) => startFault(error),
    );
    expect(second).toMatch(/^the data folder .* is in use by process \d+; .*AUTHENGINE_DATA_DIR/);
  });

  it('says in one line that the data folder cannot be written', async () => {
    const folder = testSettings().values.AUTHENGINE_DATA_DIR;
    writeFileSync(join(folder, 'file'), '');
    expect(await startFaultOf({ AUTHENGINE_DATA_DIR: join(folder, 'file') })).toMatch(/file.* cannot be used \(\w+\).*AUTHENGINE_DATA_DIR/);
    let told: string | undefined;
    try {
      loadSettings({ AUTHENGINE_DATA_DIR: join(folder, 'file', 'inside') });
    } catch (error) {
      told = startFault(error);
    }
    expect(told).toMatch(/cannot be used \(ENOTDIR\)/);
  });

  it('says in one line that PostgreSQL cannot be reached, without the password', async () => {
    const port = await freePort();
    expect(await startFaultOf({ POSTGRES_URL: `postgresql://user:canary@127.0.0.1:${port}/x`, POSTGRES_WAIT_SECONDS: '0' })).toMatch(new RegExp(`^PostgreSQL at 127.0.0.1:${port} \\(POSTGRES_URL\\) cannot be used: (?!.*canary)`));
  });
});
