import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath, shownFile, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects } from '../../../apps/api/test/kit/protected/protects.js';

const CADDY = programPath('caddy');

protects({
  name: 'Caddy',
  kind: 'gateway',
  missing: CADDY === undefined ? 'caddy is not installed' : undefined,
  start: ({ port, folder, hub, trusted, key, application }) => {
    const own = mkdtempSync(join(folder, 'caddy-'));
    // Without certificates, which come from outside, and without the address by which it is told of changes.
    const values = { 'orders.example.com {': `http://:${port} {\n\tbind 127.0.0.1`, 'https://auth.example.com': hub, '127.0.0.1:3000': `127.0.0.1:${application}` };
    writeFileSync(join(own, 'Caddyfile'), `{\n\tadmin off\n}\n${shownFile('examples/gateways/caddy/Caddyfile', values)}`);
    return startProgram(port, CADDY ?? '', ['run', '--config', join(own, 'Caddyfile'), '--adapter', 'caddyfile'], { env: { AUTHENGINE_KEY: key, SSL_CERT_FILE: trusted, XDG_DATA_HOME: own, XDG_CONFIG_HOME: own } });
  },
});
