import { join } from 'node:path';
import { failureOf, programPath, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects } from '../../../apps/api/test/kit/protected/protects.js';

const PROGRAM = join(process.cwd(), '.cache', 'orders-in-go');

function notBuilt(): string | undefined {
  const go = programPath('go');
  return go === undefined ? 'Go is not installed' : failureOf(go, ['build', '-o', PROGRAM, '.'], { cwd: 'examples/services/go', timeoutMs: 180_000 });
}

protects({
  name: 'a service in Go',
  kind: 'service',
  missing: notBuilt(),
  start: ({ port, folder, hub, trusted, key }) => startProgram(port, PROGRAM, [], { cwd: folder, env: { LISTEN: `127.0.0.1:${port}`, AUTHENGINE_URL: hub, AUTHENGINE_KEY: key, SSL_CERT_FILE: trusted } }),
});
