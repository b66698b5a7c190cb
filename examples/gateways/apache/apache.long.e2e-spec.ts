import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath, shownFile, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects } from '../../../apps/api/test/kit/protected/protects.js';

const MODULES = '/usr/lib/apache2/modules';
const APACHE = programPath('apache2');
const HAS_MODULE = existsSync(`${MODULES}/mod_auth_openidc.so`);
/** What `a2enmod` would load, and what Debian has loaded already. */
const LOADED = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc', 'headers', 'rewrite', 'setenvif', 'env', 'proxy', 'proxy_http'];

protects({
  name: 'Apache with mod_auth_openidc',
  kind: 'gateway',
  missing: APACHE === undefined || !HAS_MODULE ? 'the Debian package libapache2-mod-auth-openidc is not installed' : undefined,
  start: ({ port, folder, hub, trusted, key, application }) => {
    const own = mkdtempSync(join(folder, 'apache-'));
    const values = { '*:80': `127.0.0.1:${port}`, 'https://auth.example.com': hub, ae_sk_your_key: key, '/etc/ssl/certs/ca-certificates.crt': trusted, '127.0.0.1:3000': `127.0.0.1:${application}` };
    writeFileSync(join(own, 'orders.conf'), shownFile('examples/gateways/apache/orders.conf', values));
    const modules = LOADED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n');
    writeFileSync(join(own, 'apache2.conf'), `ServerName localhost\nServerRoot ${own}\nDefaultRuntimeDir ${own}\nPidFile ${own}/pid\nErrorLog "|/bin/cat"\nListen 127.0.0.1:${port}\nUser www-data\nGroup www-data\n${modules}\nInclude ${own}/orders.conf\n`);
    return startProgram(port, APACHE ?? '', ['-D', 'FOREGROUND', '-f', join(own, 'apache2.conf')]);
  },
});
