import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownDataFolder } from './data-folder.js';

const asRoot = process.geteuid?.() === 0;
const modeOf = (path: string): string => (lstatSync(path).mode & 0o7777).toString(8);

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'authengine-folder-')), 'data');
  });

  it.each([0o000, 0o022, 0o077])('is made for this user alone, whatever the umask (%o)', (mask) => {
    const before = process.umask(mask);
    ownDataFolder(folder);
    process.umask(before);
    expect(modeOf(folder)).toBe('700');
  });

  it.each([0o755, 0o777, 0o750, 0o2775])('is closed where it is there with mode %o, with all that is in it', (mode) => {
    mkdirSync(join(folder, 'postgres', 'base'), { recursive: true });
    for (const file of ['secrets.json', 'superadmin-password', join('postgres', 'PG_VERSION'), join('postgres', 'base', '1')]) {
      writeFileSync(join(folder, file), 'x');
      chmodSync(join(folder, file), 0o666);
    }
    for (const inner of ['postgres/base', 'postgres']) chmodSync(join(folder, inner), 0o777);
    chmodSync(folder, mode);
    ownDataFolder(folder);
    expect(['', 'secrets.json', 'superadmin-password', 'postgres', 'postgres/PG_VERSION', 'postgres/base', 'postgres/base/1'].map((path) => modeOf(join(folder, path)))).toEqual(['700', '600', '600', '700', '600', '700', '600']);
  });

  it('is refused where it is open and others work in it too, such as a home or /tmp', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.tex'), '');
    chmodSync(folder, 0o755);
    expect(() => { ownDataFolder(folder); }).toThrow(/AUTHENGINE_DATA_DIR: .*data is open to other users and holds what is not this service's \(thesis\.tex\)/);
    expect(modeOf(folder)).toBe('755');
    chmodSync(folder, 0o700);
    ownDataFolder(folder);
    expect(modeOf(folder)).toBe('700');
  });

  it('leaves alone what links in it lead to', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'authengine-elsewhere-'));
    writeFileSync(join(elsewhere, 'file'), '');
    chmodSync(join(elsewhere, 'file'), 0o644);
    mkdirSync(folder, { mode: 0o755 });
    symlinkSync(elsewhere, join(folder, 'postgres'));
    ownDataFolder(folder);
    expect(modeOf(join(elsewhere, 'file'))).toBe('644');
  });

  // Only root may give files away.
  (asRoot ? it : it.skip)('is refused where it, or a file that was put there, belongs to another user', () => {
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, 'secrets.json'), '{}');
    chownSync(join(folder, 'secrets.json'), 65_534, 65_534);
    expect(() => { ownDataFolder(folder); }).toThrow(/AUTHENGINE_DATA_DIR: .*secrets\.json belongs to user 65534, and this is user 0/);
    chownSync(folder, 65_534, 65_534);
    expect(() => { ownDataFolder(folder); }).toThrow(/AUTHENGINE_DATA_DIR: .*data belongs to user 65534, and this is user 0/);
  });
});
