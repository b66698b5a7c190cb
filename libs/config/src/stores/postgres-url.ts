import { VariableFault } from '../variable-docs.js';
import { readStoreUrl, type StoreUrl } from './store-url.js';

/** libpq's words: https://www.postgresql.org/docs/current/libpq-ssl.html */
const TLS_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
type PostgresTls = (typeof TLS_MODES)[number];

export interface PostgresTarget {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly tls: PostgresTls | undefined;
  /** Files in PEM. */
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly certificateKey: string | undefined;
  readonly channelBinding: boolean;
  readonly applicationName: string | undefined;
  /** Settings of the session, as `-c name=value`. */
  readonly options: string | undefined;
}

const SHAPE = 'must be a URL with postgresql:, like postgresql://user:password@host:5432/database';

/** Parameters that other drivers and poolers use for themselves, and parameters that always hold here. */
const FOR_OTHERS = new Set(
  `connect_timeout keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout tcpKeepAlive gssencmode gsslib krbsrvname
   fallback_application_name sslcompression sslsni load_balance_hosts uselibpqcompat passfile pgbouncer supa connection_limit pool_timeout
   pool_size max_overflow pool_recycle pool_pre_ping pool_min_size pool_max_size min_size max_size statement_cache_size prepared_statement_cache_size
   prepared_statement_name_func prepareThreshold preparedStatementCacheQueries command_timeout timeout socket_timeout socketTimeout loginTimeout
   connectTimeout stringtype reWriteBatchedInserts binaryTransfer`.split(/\s+/),
);

/** Parameters that may have only these values here. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  target_session_attrs: ['any', 'read-write', 'primary'],
  targetServerType: ['any', 'primary', 'master', 'preferPrimary'],
  client_encoding: ['utf8', 'UTF8', 'utf-8', 'UTF-8', 'auto'],
  currentSchema: ['public'],
  schema: ['public'],
  search_path: ['public'],
  sslnegotiation: ['postgres'],
};

const READ = new Set('host hostaddr port user username password dbname database sslmode ssl sslrootcert sslcert sslkey channel_binding application_name ApplicationName options'.split(' '));

/**
 * Reads POSTGRES_URL in the dialect of libpq, SQLAlchemy (`+asyncpg`, `+psycopg`), JDBC or Prisma.
 * @throws VariableFault
 */
export function readPostgresUrl(text: string): PostgresTarget {
  const url = readStoreUrl(text.replace(/^(?:jdbc|r2dbc):/i, ''), SHAPE);
  if (!/^(?:postgres|postgresql|pgsql)(?:\+\w+)?$/.test(url.scheme)) throw new VariableFault(SHAPE);
  const { parameters } = url;
  for (const [name, value] of parameters) {
    const taken = GIVEN[name];
    if (taken ? !taken.includes(value) : !READ.has(name) && !FOR_OTHERS.has(name)) throw new VariableFault(taken ? `has a ${name} that this service does not do (${taken[0]} is)` : `has a parameter that is not known here (${nameToShow(name)}); leave it out`);
  }
  const first = (...names: string[]): string | undefined => names.map((name) => parameters.get(name)).find(Boolean);
  const tls = tlsMode(parameters);
  if (tls === 'verify-ca' && !first('sslrootcert')) throw new VariableFault('has sslmode=verify-ca, which needs sslrootcert=<file>; verify-full does without');
  // `system` means the authorities that this machine trusts; they prove only the exact host name, so it must be
  // checked.
  const system = first('sslrootcert') === 'system';
  return {
    ...place(url),
    user: first('user', 'username') ?? url.user,
    password: first('password') ?? url.password,
    database: first('dbname', 'database') ?? (url.path || undefined),
    tls: system ? 'verify-full' : tls,
    rootCertificate: system ? undefined : first('sslrootcert'),
    certificate: first('sslcert'),
    certificateKey: first('sslkey'),
    channelBinding: ['require', 'prefer'].includes(first('channel_binding') ?? ''),
    applicationName: first('application_name', 'ApplicationName'),
    options: first('options'),
  };
}

/** The same address with the standard scheme. */
export function withOneScheme(text: string): string {
  return text.replace(/^(?:jdbc:|r2dbc:)?(?:postgres|postgresql|pgsql)(?:\+\w+)?:/i, 'postgresql:');
}

function place({ hosts, parameters }: StoreUrl): Pick<PostgresTarget, 'host' | 'port'> {
  const [only] = hosts;
  const host = parameters.get('host') || only?.host || parameters.get('hostaddr') || undefined;
  if (hosts.length > 1 || host?.includes(',')) throw new VariableFault('names several hosts: name the primary alone, or what leads to it');
  const port = parameters.get('port') || undefined;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) throw new VariableFault('has a port that is no number');
  return { host, port: port === undefined ? only?.port : Number(port) };
}

function tlsMode(parameters: ReadonlyMap<string, string>): PostgresTls | undefined {
  const named = parameters.get('sslmode') || parameters.get('ssl');
  switch (named?.toLowerCase()) {
    case undefined:
      return parameters.has('sslrootcert') || parameters.has('sslcert') ? 'prefer' : undefined;
    case 'true':
    case '1':
      // asyncpg, JDBC and Node all check the certificate then.
      return 'verify-full';
    case 'false':
    case '0':
      return 'disable';
    case 'no-verify':
      return 'require';
    default: {
      const mode = TLS_MODES.find((one) => one === named?.toLowerCase());
      if (mode === undefined) throw new VariableFault(`has an sslmode that is none of ${TLS_MODES.join(', ')}`);
      return mode;
    }
  }
}

/** A parameter's name, when it cannot be part of a password. */
function nameToShow(name: string): string {
  return /^\w{1,40}$/.test(name) ? name : 'its name is no word';
}
