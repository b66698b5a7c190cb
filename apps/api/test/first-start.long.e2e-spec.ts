import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newDataDir } from './kit/built-server.js';
import { startToItsEnd } from './kit/refused-start.js';

describe('a first start of what is shipped', () => {
  it.each(['server', 'run', 'migrate'] as const)('reads .env in its working directory, malformed ones with one line for each fault (%s)', async (program) => {
    const folder = newDataDir();
    writeFileSync(join(folder, '.env'), 'PORT=eighty\n');
    expect(await startToItsEnd({ program, folder })).toEqual({ code: 1, lines: ['The configuration has a fault:', '  - PORT must be a whole number'] });
    writeFileSync(join(folder, '.env'), 'PORT 8000\n');
    expect(await startToItsEnd({ program, folder })).toEqual({ code: 1, lines: ['The configuration has a fault:', `  - ${join(folder, '.env')}, line 1: must be NAME=value, a comment, or empty`] });
  });

  it('says in one line that the port is taken, that HOST is no address, that the data folder cannot be used', async () => {
    const folder = newDataDir();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const taken = await startToItsEnd({ folder, env: { PORT: String(port) } });
    other.close();
    expect(taken).toEqual({ code: 1, lines: [expect.stringMatching(`^port ${port} is in use on 127.0.0.1; `)] });
    expect(await startToItsEnd({ folder, env: { PORT: '0', HOST: '192.0.2.1' } })).toEqual({ code: 1, lines: ['192.0.2.1 (HOST) is no address of this machine'] });
    mkdirSync(join(folder, 'shared'));
    writeFileSync(join(folder, 'shared', 'mine.txt'), '');
    chmodSync(join(folder, 'shared'), 0o755);
    expect(await startToItsEnd({ folder, env: { AUTHENGINE_DATA_DIR: 'shared' } })).toEqual({ code: 1, lines: ['The configuration has a fault:', expect.stringMatching(/AUTHENGINE_DATA_DIR: .*open to other users/)] });
  });
});
