import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath, shownFile, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects } from '../../../apps/api/test/kit/protected/protects.js';

const NGINX = programPath('nginx');

protects({
  name: 'nginx',
  kind: 'gateway',
  missing: NGINX === undefined ? 'nginx is not installed' : undefined,
  start: ({ port, folder, hub, trusted, key, application }) => {
    const own = mkdtempSync(join(folder, 'nginx-'));
    // Its workers are not root.
    chmodSync(own, 0o711);
    const file = (name: string, values: Record<string, string>): string => {
      writeFileSync(join(own, name), shownFile(`examples/gateways/nginx/${name}`, values));
      return join(own, name);
    };
    const identity = file('authengine-identity.conf', {});
    const question = file('authengine-question.conf', { ae_sk_your_key: key, 'auth.example.com': new URL(hub).hostname, '/etc/ssl/certs/ca-certificates.crt': trusted });
    const site = file('orders.conf', { 'listen 80': `listen 127.0.0.1:${port}`, 'auth.example.com:443': new URL(hub).host, '127.0.0.1:3000': `127.0.0.1:${application}`, '/etc/nginx/authengine-identity.conf': identity, '/etc/nginx/authengine-question.conf': question });
    // What Debian's nginx.conf has around the files of conf.d.
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${own}/${name};`).join('\n');
    writeFileSync(join(own, 'nginx.conf'), `daemon off;\npid ${own}/pid;\nerror_log stderr;\nworker_processes 1;\nevents {}\nhttp {\naccess_log off;\n${temporary}\ninclude ${site};\n}\n`);
    return startProgram(port, NGINX ?? '', ['-p', own, '-c', join(own, 'nginx.conf')]);
  },
});
