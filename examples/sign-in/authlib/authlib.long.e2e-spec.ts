import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, programPath, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { signsPeopleIn, usualVisit } from '../../../apps/api/test/kit/relying-parties/relying-party.js';

const HERE = 'examples/sign-in/authlib';
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

signsPeopleIn(
  {
    name: 'Flask with Authlib',
    missing: notInstalled(),
    callback: '/callback',
    signedOut: '/signed-out',
    start: ({ port, url, issuer, clientId, clientSecret, folder }) => {
      copyFileSync(`${HERE}/shop.py`, join(folder, 'shop.py'));
      return startProgram(port, join(VENV, 'bin/flask'), ['--app', 'shop', 'run', '--host', '127.0.0.1', '--port', String(port)], { cwd: folder, env: { APP_URL: url, ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, SESSION_SECRET: 'of this test alone', PYTHONDONTWRITEBYTECODE: '1', AUTHLIB_INSECURE_TRANSPORT: '1' } });
    },
  },
  usualVisit,
);
