import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, programPath, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { protects } from '../../../apps/api/test/kit/protected/protects.js';

/** Built outside of the sources, and kept between runs. */
const BUILD = join(process.cwd(), '.cache', 'orders-in-spring');

function notBuilt(): string | undefined {
  const maven = programPath('mvn');
  if (maven === undefined || programPath('java') === undefined) return 'Java and Maven are not installed';
  cpSync('examples/services/spring', BUILD, { recursive: true });
  return failureOf(maven, ['-q', '-B', 'package'], { cwd: BUILD, timeoutMs: 240_000 });
}

protects({
  name: 'a service on Spring Security',
  kind: 'service',
  missing: notBuilt(),
  start: ({ port, folder, hub, trusted, key }) => {
    const store = join(mkdtempSync(join(folder, 'spring-')), 'trusted.p12');
    const failure = failureOf('keytool', ['-importcert', '-noprompt', '-alias', 'hub', '-file', trusted, '-keystore', store, '-storepass', 'changeit'], { timeoutMs: 60_000 });
    if (failure !== undefined) throw new Error(failure);
    const args = ['-Xmx256m', '-XX:TieredStopAtLevel=1', `-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit', '-jar', join(BUILD, 'target/orders.jar')];
    return startProgram(port, 'java', args, { cwd: folder, startMs: 120_000, env: { SERVER_PORT: String(port), SERVER_ADDRESS: '127.0.0.1', AUTHENGINE_URL: hub, AUTHENGINE_KEY: key } });
  },
});
