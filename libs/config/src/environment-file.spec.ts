import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from './environment-file.js';

describe('.env in the working directory', () => {
  const [directory, variables] = [process.cwd(), { ...process.env }];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'authengine-env-'));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(directory);
    process.env = { ...variables };
  });

  it('need not be there', () => {
    expect(readEnvironment()).toBe(process.env);
  });

  it('is read, and what the environment says wins', () => {
    process.env['APP_NAME'] = 'From the environment';
    process.env['LOG_LEVEL'] = '';
    writeFileSync('.env', '\uFEFF# a comment\r\nPORT=8123\r\n\r\nAPP_NAME=From the file\nexport HOST = 127.0.0.1 # loopback\nLOG_LEVEL=debug\nSECRET_KEY="two\nlines # and more"\nEMPTY=\n');
    expect(readEnvironment()).toMatchObject({ PORT: '8123', APP_NAME: 'From the environment', HOST: '127.0.0.1', LOG_LEVEL: '', SECRET_KEY: 'two\nlines # and more', EMPTY: '' });
  });

  it('says all that would be read as something else than it looks like, and no value', () => {
    writeFileSync('.env', ['PORT 8000', 'SECRET_KEY=canary#canary', 'A=1', 'B="canary"canary', 'C: canary', "D='x", ''].join('\n'));
    const [file, told] = [join(process.cwd(), '.env'), faultsOf()];
    expect(told).toEqual([
      `${file}, line 1: must be NAME=value, a comment, or empty`,
      `${file}, line 2: the value must be quoted, since it ends at the # otherwise`,
      `${file}, line 4: something follows the closing quote`,
      `${file}, line 5: must be NAME=value, a comment, or empty`,
      `${file}, line 6: the quote is not closed`,
    ]);
  });

  it('says so where it is no file', () => {
    mkdirSync('.env');
    expect(faultsOf()).toEqual([`${join(process.cwd(), '.env')} cannot be read (EISDIR)`]);
  });

  function faultsOf(): unknown {
    try {
      return readEnvironment();
    } catch (error) {
      return (error as { faults?: unknown }).faults;
    }
  }
});
