import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBuiltServer, type BuiltServer } from './kit/built-server.js';

/** The commands of the README's walk, as they stand there. */
function walk(): string {
  const blocks = [...readFileSync('README.md', 'utf8').matchAll(/<!-- walk -->\n```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  if (blocks.length < 5) throw new Error('the README has lost its walk');
  return blocks.join('');
}

describe("the README's walk", () => {
  let server: BuiltServer;
  beforeAll(async () => {
    // As many an env file leaves it.
    server = await startBuiltServer({ env: { SUPERADMIN_PASSWORD: '' } });
  });
  afterAll(() => server.stop('SIGTERM'));

  it('begins where the start says that the password is', () => {
    expect(server.output()).toContain(`with the password in ${join(server.dataDir, 'superadmin-password')}`);
  });

  it('gives what it says, with the commands as they stand', async () => {
    const { code, lines } = await shell(walk());
    expect(code).toBe(0);
    const [registered, verified, me, sessions, json, form, loggedOut, inactive, audit] = lines;
    expect(registered).toContain('"message"');
    expect(verified).toContain('"message"');
    expect(me).toContain('"status":"ACTIVE"');
    expect(sessions).toContain('"current":true');
    expect(json).toContain('"active":true');
    expect(form).toBe(json);
    expect(loggedOut).toBe('204');
    expect(inactive).toBe('{"active":false}');
    expect(JSON.parse(audit ?? '')).toHaveLength(5);
  });

  function shell(script: string): Promise<{ code: number | null; lines: string[] }> {
    const { PATH = '', HOME = '' } = process.env;
    return new Promise((resolve) => {
      const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
        env: { PATH, HOME, BASE: server.url, AUTHENGINE_DATA_DIR: server.dataDir },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.once('exit', (code) => {
        resolve({ code, lines: out.split('\n').filter((line) => line !== '') });
      });
    });
  }
});
