import { canonicalRange, isAddressRange } from '@authengine/contracts';
import { isEmail } from '@authengine/kernel';
import { z } from 'zod';
import { auditVariables } from './audit-environment.js';
import { isAndroidOrigin, isOrigin, isPageOrigin } from './browser-origins.js';
import { readCertificates } from './certificate-file.js';
import { loadVariables } from './load-environment.js';
import { readMailSender } from './mail-sender.js';
import { managementVariables } from './management-environment.js';
import { isNativeRedirect } from './native-redirects.js';
import { oidcVariables } from './oidc-environment.js';
import { GITHUB, GOOGLE, MICROSOFT } from './providers/built-in-providers.js';
import { openIdListVariables, openIdProviderVariables } from './providers/openid-provider-variables.js';
import { providerVariables } from './providers/provider-variables.js';
import { pagesVariables } from './pages-environment.js';
import { proxyVariables } from './proxy-environment.js';
import { readSmtpUrl } from './smtp-url.js';
import { readPostgresUrl, withOneScheme } from './stores/postgres-url.js';
import { readRedisUrl } from './stores/redis-url.js';
import { withEncodedUser } from './stores/store-url.js';
import { asItIs, baseUrl, docs, flag, list, oneOf, readBy, urlOfHosts, urlWith, wholeNumber, type VariableDoc } from './variable-docs.js';
import { webhookVariables } from './webhook-environment.js';

/** A field name (RFC 9110 section 5.1). */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** Labels in lower case (RFC 1035); `localhost` is one too. */
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Express's names for these networks, which other services of the same company may use too. */
const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};
const addressRanges = z
  .string()
  .transform((text) => text.split(/[\s,]/).filter((item) => item !== '').flatMap((item) => NETWORKS[item.toLowerCase()] ?? [item]))
  .pipe(z.array(z.string().refine(isAddressRange, 'must be addresses or ranges like 10.0.0.0/8').transform((range) => canonicalRange(range) ?? range)));

/**
 * A key will stand in the list of former keys one day. It must not contain the separator of that list, and then it is
 * too late to change the key.
 */
const key = (name: string) =>
  z
    .string()
    .min(1)
    .refine((text) => !text.includes(','), `must have no comma, which separates the keys of ${name}S_PREVIOUS: this key could not be listed there when it is replaced`)
    .optional();

const page = (what: string) =>
  urlWith(['http:', 'https:']).optional().register(docs, { section: 'Pages', about: `Where mails link to for ${what}; the service's own page unless set` });

/** The only schema of the environment: every variable that the product reads is here. */
export const EnvironmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development').register(docs, { section: 'Service', about: '`production` refuses unsafe settings at start' }),
  PORT: wholeNumber(0, 65535).prefault('8000').register(docs, { section: 'Service', about: 'Port to listen on' }),
  HOST: z.string().min(1).optional().register(docs, { section: 'Service', about: 'Address to listen on; unset: loopback in development, every address in production', example: '0.0.0.0' }),
  APP_URL: baseUrl(['http:', 'https:']).optional().register(docs, { section: 'Service', about: "The service's public base URL: issuer of tokens, host of every link in a mail; in development http://localhost:PORT. With a path (`https://example.com/auth`) the service is there, whether or not the proxy takes the path away", example: 'https://auth.example.com' }),
  APP_NAME: z.string().min(1).max(60).default('AuthEngine').register(docs, { section: 'Service', about: 'The name that people see in mails and pages' }),
  AUTHENGINE_DATA_DIR: z.string().min(1).default('.authengine').register(docs, { section: 'Service', about: 'Folder of the embedded stores, generated secrets and the dev mailbox; closed to other users (mode 0700), or the start is refused' }),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).prefault('info').register(docs, { section: 'Service', about: 'Least severe log level that is written' }),
  SHUTDOWN_GRACE_SECONDS: wholeNumber(0, 300).prefault('10').register(docs, { section: 'Service', about: 'How long requests in flight may take to finish after SIGTERM' }),
  WEB_CONCURRENCY: wholeNumber(1, 64).prefault('1').register(docs, { section: 'Service', about: 'Processes that serve PORT together, one per core; above 1 a further process starts them and watches over them. Each is a node of its own, with its own connections to the stores. Needs POSTGRES_URL' }),

  SECRET_KEY: key('SECRET_KEY').register(docs, { section: 'Secrets', secret: true, about: 'Root of every key but the token key; at least 32 random bytes. Made and kept in the data folder in development' }),
  JWT_SECRET_KEY: key('JWT_SECRET_KEY').register(docs, { section: 'Secrets', secret: true, about: 'HS256 key of access tokens (its UTF-8 bytes); at least 32 random bytes. Made and kept in the data folder in development' }),
  JWT_SECRET_KEYS_PREVIOUS: list().prefault('').register(docs, { section: 'Secrets', secret: true, about: 'Comma-separated former JWT_SECRET_KEYs, still accepted until their tokens expire' }),
  SECRET_KEYS_PREVIOUS: list().prefault('').register(docs, { section: 'Secrets', secret: true, about: 'Comma-separated former SECRET_KEYs, still able to open what they sealed' }),

  POSTGRES_URL: readBy(asItIs(readPostgresUrl)).transform(withOneScheme).optional().register(docs, { section: 'Stores', secret: true, about: 'PostgreSQL 13 or newer, the truth; embedded when unset. May lead through PgBouncer in transaction mode', example: 'postgresql://authengine:password@localhost:5432/authengine' }),
  POSTGRES_POOL_SIZE: wholeNumber(1, 200).prefault('10').register(docs, { section: 'Stores', about: 'Connections to PostgreSQL per process' }),
  POSTGRES_RESERVED_CONNECTIONS: wholeNumber(1, 50).prefault('4').register(docs, { section: 'Stores', about: 'Connections to PostgreSQL per process besides POSTGRES_POOL_SIZE, which introspection alone uses: other requests cannot keep it waiting' }),
  POSTGRES_WAIT_SECONDS: wholeNumber(0, 300).prefault('10').register(docs, { section: 'Stores', about: 'How long a start waits for a PostgreSQL that does not answer yet' }),
  REDIS_URL: readBy(asItIs(readRedisUrl)).optional().register(docs, { section: 'Stores', secret: true, about: 'Redis, cache and counters; in-process when unset. `redis+sentinel://h1:26379,h2:26379/<master>` and `redis+cluster://h1:6379,h2:6379` name sets. A user of it with few rights needs PING, INFO, SELECT, GET, MGET, SET, DEL, INCRBY, PTTL, MULTI, EXEC, EVAL and EVALSHA on the keys `ae:*` (in a Cluster also CLUSTER). With `maxmemory-policy noeviction`, the default of Redis, no entry goes before its time', example: 'redis://localhost:6379/0' }),
  MONGODB_URL: z.string().transform(withEncodedUser).pipe(urlOfHosts(['mongodb+srv:'], ['mongodb:'])).optional().register(docs, { section: 'Stores', secret: true, about: 'MongoDB, the audit log that people query; a Postgres table when unset', example: 'mongodb://localhost:27017/authengine' }),
  EMBEDDED_STORES: list().pipe(z.array(oneOf(['postgres', 'redis', 'mongodb']))).prefault('').register(docs, { section: 'Stores', about: 'Stores that production may go without (comma-separated: postgres, redis, mongodb); each one named is a decision' }),
  MIGRATE_ON_START: flag().prefault('true').register(docs, { section: 'Stores', about: 'Run pending migrations at start, under a lock; else `authengine migrate` does' }),

  SUPERADMIN_EMAIL: z.string().refine(isEmail, 'must be an e-mail address').default('admin@authengine.test').register(docs, { section: 'Bootstrap', about: 'Address of the first super admin' }),
  SUPERADMIN_PASSWORD: z.string().min(8).max(128).optional().register(docs, { section: 'Bootstrap', secret: true, about: 'Password of the first super admin; made and kept in the data folder in development' }),

  ACCESS_TOKEN_EXPIRE_MINUTES: wholeNumber(1, 1440).prefault('30').register(docs, { section: 'Sessions', about: 'Lifetime of an access token, in minutes' }),
  REFRESH_TOKEN_EXPIRE_DAYS: wholeNumber(1, 365).prefault('7').register(docs, { section: 'Sessions', about: 'A session not refreshed for this many days ends (idle lifetime)' }),
  SESSION_ABSOLUTE_DAYS: wholeNumber(1, 3650).prefault('30').register(docs, { section: 'Sessions', about: 'A session ends after this many days, refreshed or not' }),
  MAX_CONCURRENT_SESSIONS: wholeNumber(1, 1000).prefault('5').register(docs, { section: 'Sessions', about: 'Sessions a user may have; one more ends the oldest' }),
  RECENT_LOGIN_MINUTES: wholeNumber(1, 1440).prefault('10').register(docs, { section: 'Sessions', about: 'How fresh a login sensitive acts ask for' }),
  MAGIC_LINK_TTL_SECONDS: wholeNumber(60, 3600).prefault('900').register(docs, { section: 'Sessions', about: 'Lifetime of a magic link' }),
  BCRYPT_COST: wholeNumber(4, 16).prefault('12').register(docs, { section: 'Sessions', about: 'Work factor of password hashes; raising it re-hashes at the next login' }),

  RATE_LIMIT_PER_MINUTE: wholeNumber(1, 1_000_000).prefault('60').register(docs, { section: 'HTTP', about: 'Calls per minute and client address on endpoints that take credentials or send mail' }),
  INVITATIONS_PER_HOUR: wholeNumber(1, 1_000_000).prefault('100').register(docs, { section: 'HTTP', about: 'Invitation mails that one tenant may send in an hour, new ones and repeated ones' }),
  ...loadVariables,
  CORS_ORIGINS: list().pipe(z.array(z.string().refine((o) => o === '*' || isPageOrigin(o), 'must be origins like https://app.example.com or capacitor://localhost'))).prefault('').register(docs, { section: 'HTTP', about: 'Comma-separated origins whose pages may call the API, also by the refresh cookie; those of hybrid shells too (`capacitor://localhost`). `*` (in development only) lets any page call it without cookies: the refresh cookie stays with the origin of APP_URL and those named beside it', example: 'https://app.example.com' }),
  CORS_HEADERS: list().pipe(z.array(z.string().regex(HEADER_NAME, 'must be names of headers'))).prefault('').register(docs, { section: 'HTTP', about: 'Comma-separated request headers that pages of CORS_ORIGINS may send, besides those of the API and the usual ones of tracing, caching and XMLHttpRequest', example: 'x-tenant' }),
  HSTS_INCLUDE_SUBDOMAINS: flag().prefault('true').register(docs, { section: 'HTTP', about: 'Whether browsers that were here ask the sub-domains of its host over TLS alone, too (RFC 6797 section 6.1.2)' }),
  REDIRECT_ALLOWLIST: list().pipe(z.array(z.string().refine((entry) => isOrigin(entry) || isNativeRedirect(entry), 'must be origins like https://app.example.com, or a native application’s com.example.app:/callback or http://127.0.0.1'))).prefault('').register(docs, { section: 'HTTP', about: 'Comma-separated origins that a login may return to. A native application has its private scheme URI, exactly (`com.example.app:/callback`), or a loopback address without a port, on which any port fits (`http://127.0.0.1`); both need a `code_challenge`', example: 'https://app.example.com,com.example.app:/callback' }),
  TRUSTED_PROXIES: addressRanges.prefault('').register(docs, { section: 'HTTP', about: 'Comma-separated addresses or CIDR ranges of proxies whose X-Forwarded-For is believed; `loopback`, `linklocal` and `uniquelocal` name such networks', example: '10.0.0.0/8' }),

  ...managementVariables,
  ...auditVariables,

  WEBAUTHN_RP_ID: z.string().regex(DOMAIN, 'must be a domain like example.com').optional().register(docs, { section: 'Passkeys', about: "The domain that passkeys are made for; the host of APP_URL unless set. Passkeys made for another one no longer sign in", example: 'example.com' }),
  WEBAUTHN_ORIGINS: list().pipe(z.array(z.string().refine((o) => isOrigin(o) || isAndroidOrigin(o), 'must be origins like https://app.example.com or android:apk-key-hash:<SHA-256 in base64url>'))).prefault('').register(docs, { section: 'Passkeys', about: "Comma-separated origins of the pages that make and use passkeys, each on WEBAUTHN_RP_ID or a sub-domain of it; APP_URL's alone unless set. Pages also need to be in CORS_ORIGINS. An Android application is `android:apk-key-hash:…`", example: 'https://app.example.com,https://auth.example.com' }),

  EMAIL_PROVIDER: oneOf(['console', 'smtp', 'sendgrid']).prefault('console').register(docs, { section: 'Mail', about: '`console` keeps mails in the dev mailbox and is refused in production' }),
  EMAIL_PROVIDER_API_KEY: z.string().min(1).optional().register(docs, { section: 'Mail', secret: true, about: 'API key of the mail provider (sendgrid)' }),
  SMTP_URL: z.string().transform(withEncodedUser).pipe(readBy(readSmtpUrl)).optional().register(docs, { section: 'Mail', secret: true, about: 'Mail server: `smtp:` with STARTTLS (port 587), `smtps:` with TLS from the first byte (465). Other characters than letters and digits in user and password are written as %XX', example: 'smtp://user:password@localhost:587' }),
  SMTP_TLS: oneOf(['verify', 'opportunistic', 'off']).optional().register(docs, { section: 'Mail', about: "`verify`: only over TLS, with a certificate that is good for the server's name; `opportunistic`: over TLS where it is offered, whatever the certificate, and a password over TLS alone; `off`: without TLS, the password in the clear. Unset: as `verify`, but in development a server without a password, and anywhere one on loopback, may be without TLS", example: 'verify' }),
  SMTP_CA_FILE: readBy(readCertificates).optional().register(docs, { section: 'Mail', about: "PEM file with the certificates to trust, in place of the public ones: the mail server's CA, or its own self-signed certificate", example: '/etc/ssl/mail-ca.pem' }),
  EMAIL_SENDER: readBy(readMailSender).prefault('no-reply@authengine.test').register(docs, { section: 'Mail', about: 'Whom mails come from: an address, or a name with one (`Acme <no-reply@acme.example>`); the name is APP_NAME unless given', example: 'Acme <no-reply@acme.example>' }),

  ...providerVariables(GOOGLE),
  ...providerVariables(GITHUB),
  ...providerVariables(MICROSOFT),
  ...openIdListVariables,
  ...proxyVariables,
  ...webhookVariables,

  ...oidcVariables,

  VERIFY_EMAIL_URL: page('verifying an address'),
  RESET_PASSWORD_URL: page('resetting a password'),
  MAGIC_LINK_URL: page('signing in by link'),
  INVITATION_URL: page('accepting an invitation'),
  ...pagesVariables,
});

export type Environment = z.output<typeof EnvironmentSchema>;

export interface VariableDescription extends VariableDoc {
  readonly name: string;
  readonly defaultValue: string | undefined;
}

/** The variables that people read about. Those of OpenID providers are as many as there are names, so one name stands for all. */
const DOCUMENTED = z.object(Object.fromEntries(Object.entries<z.ZodType>(EnvironmentSchema.shape).flatMap((variable) => (variable[0] === 'OIDC_PROVIDERS' ? [variable, ...Object.entries(openIdProviderVariables('gitlab'))] : [variable]))));

/**
 * The variables in the order of the schema; the source of `.env.example`, of `docs/config.md`, and of the pages of
 * extensions.
 */
export function describeEnvironment(of: z.ZodObject = DOCUMENTED): VariableDescription[] {
  return Object.entries<z.ZodType>(of.shape).map(([name, schema]) => {
    const doc = docs.get(schema);
    if (!doc) throw new Error(`${name} has no description`);
    const absent = schema.safeParse(undefined);
    return { name, defaultValue: absent.success ? shown(absent.data as Parameters<typeof shown>[0]) : undefined, ...doc };
  });
}

function shown(value: string | number | boolean | object | undefined): string | undefined {
  if (Array.isArray(value)) return value.join(',') || undefined;
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}
