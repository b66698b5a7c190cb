import { readFileSync } from 'node:fs';
import { readPostgresUrl, type PostgresTarget } from '@authengine/config';
import type { ClientConfig } from 'pg';
import { StoreFault } from '../start/store-fault.js';
import type { PostgresServer } from './postgres-address.js';

/** The complete settings with which pg reaches the server of the address, so that nothing else interprets the URL. */
export function clientConfig({ url, plain = false }: Pick<PostgresServer, 'url' | 'plain'>): ClientConfig {
  const target = readPostgresUrl(url);
  const { host, port, user, password, database, options } = target;
  const given = { host, port, user, password, database, options };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    application_name: target.applicationName ?? 'authengine',
    keepAlive: true,
    // PGSSLMODE decides when the URL does not mention TLS.
    ...(target.tls === undefined && !plain ? {} : { ssl: plain ? false : tls(target) }),
    ...(target.channelBinding ? { enableChannelBinding: true } : {}),
  };
}

/**
 * The TLS options for libpq's words:
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS
 */
function tls(target: PostgresTarget): ClientConfig['ssl'] {
  if (target.tls === 'disable' || target.tls === undefined) return false;
  const files = {
    ...(target.rootCertificate ? { ca: pem('sslrootcert', target.rootCertificate) } : {}),
    ...(target.certificate ? { cert: pem('sslcert', target.certificate) } : {}),
    ...(target.certificateKey ? { key: pem('sslkey', target.certificateKey) } : {}),
  };
  if (target.tls === 'verify-full') return { ...files, rejectUnauthorized: true };
  // With a root certificate, `require` also checks the chain, but not the name.
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

/** Whether the URL lets the server decide about TLS. */
export function mayGoWithoutTls(url: string): boolean {
  const { tls: mode } = readPostgresUrl(url);
  return mode === 'prefer' || mode === 'allow';
}
