import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownFile, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { signsPeopleIn, usualVisit } from '../../../apps/api/test/kit/relying-parties/relying-party.js';

signsPeopleIn(
  {
    name: 'passport-openidconnect',
    missing: undefined,
    callback: '/callback',
    signedOut: '/signed-out',
    start: ({ port, url, issuer, clientId, clientSecret, folder }) => {
      symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
      writeFileSync(join(folder, 'server.mjs'), shownFile('examples/sign-in/passport/server.mjs', {}));
      return startProgram(port, process.execPath, ['server.mjs'], { cwd: folder, env: { PORT: String(port), APP_URL: url, ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, SESSION_SECRET: 'of this test alone' } });
    },
  },
  usualVisit,
);
