import { readFileSync } from 'node:fs';
import { readPostgresUrl, type PostgresTarget } from '@authengine/config';
import type { ClientConfig } from 'pg';
import { StoreFault } from '../start/store-fault.js';
import type { PostgresServer } from './postgres-address.js';

/** How pg reaches the server that the address names; everything it needs, so that no other reader of the URL has a say. */
export function clientConfig({ url, plain = false }: Pick<PostgresServer, 'url' | 'plain'>): ClientConfig {
  const target = readPostgresUrl(url);
  const { host, port, user, password, database, options } = target;
  const given = { host, port, user, password, database, options };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    application_name: target.applicationName ?? 'authengine',
    keepAlive: true,
    // What PGSSLMODE says where the URL says nothing.
    ...(target.tls === undefined && !plain ? {} : { ssl: plain ? false : tls(target) }),
    ...(target.channelBinding ? { enableChannelBinding: true } : {}),
  };
}

/** What libpq's words ask for: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
function tls(target: PostgresTarget): ClientConfig['ssl'] {
  if (target.tls === 'disable' || target.tls === undefined) return false;
  const files = {
    ...(target.rootCertificate ? { ca: pem('sslrootcert', target.rootCertificate) } : {}),
    ...(target.certificate ? { cert: pem('sslcert', target.certificate) } : {}),
    ...(target.certificateKey ? { key: pem('sslkey', target.certificateKey) } : {}),
  };
  if (target.tls === 'verify-full') return { ...files, rejectUnauthorized: true };
  // A root certificate makes `require` check the chain as well, though not the name.
  if (files.ca !== undefined) return { ...files, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  return { ...files, rejectUnauthorized: false };
}

function pem(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StoreFault([`POSTGRES_URL names a file with ${parameter} that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}): ${file}`], { cause: error });
  }
}

/** Whether the URL leaves it to the server to speak TLS. */
export function mayGoWithoutTls(url: string): boolean {
  const { tls: mode } = readPostgresUrl(url);
  return mode === 'prefer' || mode === 'allow';
}
