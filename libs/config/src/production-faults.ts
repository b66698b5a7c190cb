import { isIPv4 } from 'node:net';
import { AddressRanges } from '@authengine/contracts';
import type { Environment } from './environment.js';
import { PRINTED_METRICS_TOKEN } from './management-environment.js';
import { isFoundSoon } from './guess-score.js';
import { isGuessableKey, isGuessablePassword } from './guessable.js';

const MIN_SECRET_BYTES = 32;
const WELL_KNOWN = /^(?:change[-_ ]?me|secret|password|default|test|example|dev|admin|supersecret|your[-_ ])/i;
/**
 * The widest range that may be trusted, as wide as any private network (10.0.0.0/8, fc00::/7): a few wider ones cover
 * the whole internet.
 */
const WIDEST = { v4: 8, v6: 7 };

/** The pages that links in mails open, each with a token. */
const PAGES = ['VERIFY_EMAIL_URL', 'RESET_PASSWORD_URL', 'MAGIC_LINK_URL', 'INVITATION_URL'] as const;

/** Faults that stop a start in production. Each text names the variable, never its value. */
export function productionFaults(env: Environment): string[] {
  return [...secretFaults(env), ...superadminFaults(env), ...metricsFaults(env), ...storeFaults(env), ...httpFaults(env), ...mailFaults(env)];
}

function secretFaults(env: Environment): string[] {
  const named: (readonly [string, string | undefined])[] = [
    ['SECRET_KEY', env.SECRET_KEY],
    ['JWT_SECRET_KEY', env.JWT_SECRET_KEY],
    ...env.JWT_SECRET_KEYS_PREVIOUS.map((value) => ['JWT_SECRET_KEYS_PREVIOUS', value] as const),
    ...env.SECRET_KEYS_PREVIOUS.map((value) => ['SECRET_KEYS_PREVIOUS', value] as const),
  ];
  const faults = named.flatMap(([name, value]) => secretFault(name, value));
  const values = [...named.map(([, value]) => value), env.SUPERADMIN_PASSWORD].filter((value) => value !== undefined);
  if (new Set(values).size < values.length) faults.push('SECRET_KEY, JWT_SECRET_KEY, their previous ones and SUPERADMIN_PASSWORD must all differ');
  return faults;
}

function secretFault(name: string, value: string | undefined): string[] {
  if (value === undefined) return [`${name} is missing`];
  // One random key in 30,000 begins with `dev`, so the rest is checked too before it is refused.
  if (WELL_KNOWN.test(value) && isGuessableKey(value.replace(WELL_KNOWN, ''))) return [`${name} is a well-known value`];
  if (Buffer.byteLength(value) < MIN_SECRET_BYTES) return [`${name} is shorter than ${MIN_SECRET_BYTES} bytes`];
  return isGuessableKey(value) ? [`${name} is not random enough`] : [];
}

function superadminFaults(env: Environment): string[] {
  if (env.SUPERADMIN_PASSWORD === undefined) return ['SUPERADMIN_PASSWORD is missing'];
  if (isGuessablePassword(env.SUPERADMIN_PASSWORD) || env.SUPERADMIN_PASSWORD.toLowerCase() === env.SUPERADMIN_EMAIL.toLowerCase()) return ['SUPERADMIN_PASSWORD is a well-known value'];
  if ([...env.SUPERADMIN_PASSWORD].length < 12) return ['SUPERADMIN_PASSWORD is shorter than 12 characters'];
  if (isFoundSoon(env.SUPERADMIN_PASSWORD, [env.APP_NAME, ...env.SUPERADMIN_EMAIL.split(/[@.]/)])) return ['SUPERADMIN_PASSWORD is guessed too easily'];
  return env.SUPERADMIN_EMAIL.endsWith('.test') ? ['SUPERADMIN_EMAIL is missing'] : [];
}

function metricsFaults({ METRICS_TOKEN }: Environment): string[] {
  return METRICS_TOKEN === PRINTED_METRICS_TOKEN ? ['METRICS_TOKEN is a well-known value'] : [];
}

function storeFaults(env: Environment): string[] {
  const stores = [
    ['postgres', 'POSTGRES_URL', env.POSTGRES_URL],
    ['redis', 'REDIS_URL', env.REDIS_URL],
    ['mongodb', 'MONGODB_URL', env.MONGODB_URL],
  ] as const;
  return stores
    .filter(([store, , url]) => url === undefined && !env.EMBEDDED_STORES.includes(store))
    .map(([store, name]) => `${name} is missing (EMBEDDED_STORES=${store} accepts the embedded store in production)`);
}

function httpFaults(env: Environment): string[] {
  const faults: string[] = [];
  if (!env.APP_URL?.startsWith('https:')) faults.push('APP_URL must be an https URL');
  for (const page of PAGES) {
    if (env[page]?.startsWith('http:')) faults.push(`${page} must be an https URL`);
  }
  if (env.CORS_ORIGINS.includes('*')) faults.push('CORS_ORIGINS must name origins, not *');
  if (env.TRUSTED_PROXIES.some(isUnbounded)) faults.push('TRUSTED_PROXIES must be bounded');
  if (env.WEBHOOKS_TO_PRIVATE_ADDRESSES) faults.push('WEBHOOKS_TO_PRIVATE_ADDRESSES must be false');
  if (env.BCRYPT_COST < 10) faults.push('BCRYPT_COST must be at least 10');
  return faults;
}

function isUnbounded(range: string): boolean {
  const [address = '', bits] = range.split('/');
  if (bits === undefined) return address === '0.0.0.0' || address === '::';
  if (isIPv4(address)) return Number(bits) < WIDEST.v4;
  // One IPv6 range contains all of IPv4 (RFC 4291 section 2.5.5.2).
  return Number(bits) < WIDEST.v6 || new AddressRanges([range]).include('192.0.2.1');
}

function mailFaults(env: Environment): string[] {
  const faults: string[] = [];
  if (env.EMAIL_PROVIDER === 'console') faults.push('EMAIL_PROVIDER=console leaves mails in an open dev mailbox; set smtp or sendgrid');
  if (env.EMAIL_SENDER.address.endsWith('.test')) faults.push('EMAIL_SENDER is missing');
  return faults;
}
