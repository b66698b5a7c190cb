import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, programPath, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects } from '../../../apps/api/test/kit/protected/protects.js';

const HERE = 'examples/services/python';
/** Kept between runs, since what is installed already need not be fetched. */
const VENV = join(process.cwd(), '.cache', 'authlib');

function notInstalled(): string | undefined {
  const python = programPath('python3');
  if (python === undefined) return 'python3 is not installed';
  return (
    failureOf(python, ['-m', 'venv', VENV], { timeoutMs: 60_000 }) ??
    failureOf(join(VENV, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', `${HERE}/requirements.txt`], { timeoutMs: 120_000 })
  );
}

protects({
  name: 'a Flask service with Authlib',
  kind: 'service',
  missing: notInstalled(),
  start: ({ port, folder, hub, trusted, key }) => {
    const own = mkdtempSync(join(folder, 'python-'));
    copyFileSync(`${HERE}/orders.py`, join(own, 'orders.py'));
    return startProgram(port, join(VENV, 'bin/flask'), ['--app', 'orders', 'run', '--host', '127.0.0.1', '--port', String(port)], { cwd: own, env: { AUTHENGINE_URL: hub, AUTHENGINE_KEY: key, REQUESTS_CA_BUNDLE: trusted, PYTHONDONTWRITEBYTECODE: '1' } });
  },
});
