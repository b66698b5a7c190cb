import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, programPath, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { signsPeopleIn, usualVisit } from '../../../apps/api/test/kit/relying-parties/relying-party.js';

/** Built outside of the sources, and kept between runs. */
const BUILD = join(process.cwd(), '.cache', 'shop-in-spring');

function notBuilt(): string | undefined {
  const maven = programPath('mvn');
  if (maven === undefined || programPath('java') === undefined) return 'Java and Maven are not installed';
  cpSync('examples/sign-in/spring', BUILD, { recursive: true });
  return failureOf(maven, ['-q', '-B', 'package'], { cwd: BUILD, timeoutMs: 240_000 });
}

signsPeopleIn(
  {
    name: 'Spring Security',
    missing: notBuilt(),
    callback: '/login/oauth2/code/authengine',
    signedOut: '/signed-out',
    start: ({ port, issuer, clientId, clientSecret, folder }) =>
      startProgram(port, 'java', ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-jar', join(BUILD, 'target/shop.jar')], { cwd: folder, startMs: 120_000, env: { SERVER_PORT: String(port), SERVER_ADDRESS: '127.0.0.1', ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } }),
  },
  usualVisit,
);
