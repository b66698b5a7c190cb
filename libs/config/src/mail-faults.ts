import type { Environment } from './environment.js';

/** Faults that only several mail variables show together. */
export function mailFaults(env: Environment): string[] {
  return [...providerFaults(env), ...tlsFaults(env)];
}

function providerFaults({ EMAIL_PROVIDER, SMTP_URL, EMAIL_PROVIDER_API_KEY }: Environment): string[] {
  if (EMAIL_PROVIDER === 'sendgrid') return EMAIL_PROVIDER_API_KEY === undefined ? ['EMAIL_PROVIDER_API_KEY is needed for EMAIL_PROVIDER=sendgrid'] : [];
  if (EMAIL_PROVIDER !== 'smtp') return [];
  if (SMTP_URL === undefined) return ['SMTP_URL is needed for EMAIL_PROVIDER=smtp'];
  // With half of a login the service would ask the server to relay without a login.
  if (SMTP_URL.user !== '' && SMTP_URL.password === '') return ['SMTP_URL has a user and no password'];
  return SMTP_URL.user === '' && SMTP_URL.password !== '' ? ['SMTP_URL has a password and no user'] : [];
}

function tlsFaults({ SMTP_URL, SMTP_TLS, SMTP_CA_FILE }: Environment): string[] {
  const faults: string[] = [];
  if (SMTP_TLS === 'off' && SMTP_URL?.implicitTls === true) faults.push('SMTP_TLS=off contradicts SMTP_URL, which says smtps: or port 465');
  if (SMTP_TLS !== undefined && SMTP_URL?.requireTls !== undefined) faults.push('SMTP_TLS says what requireTLS in SMTP_URL says too; leave one of them out');
  if (SMTP_CA_FILE !== undefined && SMTP_TLS !== undefined && SMTP_TLS !== 'verify') faults.push(`SMTP_CA_FILE is not used with SMTP_TLS=${SMTP_TLS}; leave one of them out`);
  return faults;
}
