import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownFile, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects, type Running } from '../../../apps/api/test/kit/protected/protects.js';

const HERE = 'examples/services/node';

describe.each(['openid-client', 'oauth4webapi'])('%s', (library) => {
  protects({
    name: 'a service on Node',
    kind: 'service',
    missing: undefined,
    start: ({ port, folder, hub, trusted, key }) => {
      const own = mkdtempSync(join(folder, 'node-'));
      symlinkSync(join(process.cwd(), 'node_modules'), join(own, 'node_modules'));
      writeFileSync(join(own, 'orders.mjs'), shownFile(`${HERE}/orders.mjs`, { 'openid-client': library }));
      writeFileSync(join(own, `${library}.mjs`), shownFile(`${HERE}/${library}.mjs`, {}));
      return startProgram(port, process.execPath, ['orders.mjs'], { cwd: own, env: { PORT: String(port), AUTHENGINE_URL: hub, AUTHENGINE_KEY: key, NODE_EXTRA_CA_CERTS: trusted } });
    },
    more: (running: Running) => {
      it('ends a session with its token (RFC 7009)', async () => {
        const { url, world } = running();
        const { token } = await world.newManager();
        const headers = { authorization: `Bearer ${token}` };
        expect((await fetch(`${url}/orders`, { headers })).status).toBe(200);
        expect((await fetch(`${url}/logout`, { method: 'POST', headers })).status).toBe(200);
        expect((await fetch(`${url}/orders`, { headers })).status).toBe(401);
        await world.door.whileClosed(async () => {
          expect((await fetch(`${url}/logout`, { method: 'POST', headers })).status).toBe(503);
        });
      });
    },
  });
});
