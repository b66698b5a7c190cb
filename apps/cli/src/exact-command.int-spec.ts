import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('a command of authengine', () => {
  it.each([['migrate'], ['audit', 'rotate-key'], ['addresses'], ['mfa-reset', 'ada@example.com']])('does nothing when it is given more than it has a use for: %s', (...command) => {
    const folder = mkdtempSync(join(tmpdir(), 'authengine-test-'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(process.cwd(), 'bin/authengine.mjs'), ...command, 'extra'], {
      cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: folder, AUTHENGINE_DATA_DIR: join(folder, 'data') },
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('too many arguments');
    expect(readdirSync(folder)).toEqual([]);
  });
});
