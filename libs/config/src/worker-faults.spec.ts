import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './settings.js';

const BASE = { NODE_ENV: 'test', AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-test-')) };

function faults(given: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadSettings({ ...BASE, ...given });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('WEB_CONCURRENCY', () => {
  it('may be above 1 on a PostgreSQL that serves several processes', () => {
    expect(faults({ WEB_CONCURRENCY: '4', POSTGRES_URL: 'postgresql://localhost/authengine' })).toEqual([]);
    expect(faults({ WEB_CONCURRENCY: '1' })).toEqual([]);
    expect(faults({ WEB_CONCURRENCY: '2' })).toEqual(['WEB_CONCURRENCY above 1 needs POSTGRES_URL: the embedded PostgreSQL serves one process']);
  });

  it.each(['0', '-1', '65', 'auto', '1.5'])('is a number from 1 to 64, and not %s', (value) => {
    expect(faults({ WEB_CONCURRENCY: value })).toEqual([expect.stringMatching(/^WEB_CONCURRENCY /)]);
  });
});
