import { VariableFault } from '../variable-docs.js';
import { readStoreUrl, type StoreUrl } from './store-url.js';

export interface RedisTarget {
  readonly kind: 'server' | 'sentinel' | 'cluster';
  readonly tls: boolean;
  /** Whether the server's certificate is checked. */
  readonly verified: boolean;
  /** A PEM file with the authorities that sign the server's certificate. */
  readonly rootCertificate: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** The primary's name in a Sentinel set. */
  readonly name: string | undefined;
  readonly database: number;
}

const SHAPE = 'must be a URL with redis: or rediss: or redis+sentinel: or rediss+sentinel: or redis+cluster: or rediss+cluster:, like redis://user:password@host:6379/0';

/** Parameters that other clients use for themselves. */
const FOR_OTHERS = new Set(
  `decode_responses encoding encoding_errors max_connections socket_timeout socket_connect_timeout socket_keepalive retry_on_timeout retry_on_error
   health_check_interval client_name lib_name protocol timeout family ssl ssl_check_hostname pool_size`.split(/\s+/),
);

/**
 * Reads REDIS_URL: a server, a Sentinel set or a Cluster, with redis-py's parameters for TLS.
 * @throws VariableFault
 */
export function readRedisUrl(text: string): RedisTarget {
  const url = readStoreUrl(text, SHAPE);
  const [, base, variant] = /^(rediss?)(?:\+(sentinel|cluster))?$/.exec(url.scheme) ?? [];
  const kind = (variant ?? 'server') as RedisTarget['kind'];
  if (base === undefined) throw new VariableFault(SHAPE);
  if (kind === 'server' ? url.hosts.length > 1 : url.hosts.some(({ host }) => host === '')) throw new VariableFault(SHAPE);
  const unknown = [...url.parameters.keys()].find((name) => !FOR_OTHERS.has(name) && !['db', 'username', 'password', 'ssl_cert_reqs', 'ssl_ca_certs'].includes(name));
  if (unknown !== undefined) throw new VariableFault(`has a parameter that is not known here${/^\w{1,40}$/.test(unknown) ? ` (${unknown})` : ''}; leave it out`);
  return {
    kind,
    tls: base === 'rediss',
    verified: !/^(?:none|CERT_NONE)$/i.test(url.parameters.get('ssl_cert_reqs') ?? ''),
    rootCertificate: url.parameters.get('ssl_ca_certs') || undefined,
    user: url.parameters.get('username') || url.user,
    password: url.parameters.get('password') || url.password || undefined,
    hosts: url.hosts.map(({ host, port }) => ({ host: host || 'localhost', port: port ?? (kind === 'sentinel' ? 26_379 : 6_379) })),
    ...within(kind, url),
  };
}

/** The content of the path: a database number, and before it the primary's name for a Sentinel set. */
function within(kind: RedisTarget['kind'], { path, parameters }: StoreUrl): Pick<RedisTarget, 'name' | 'database'> {
  const [name, inPath = ''] = kind === 'sentinel' ? (/^([^/]*)(?:\/(.*))?$/s.exec(path) ?? []).slice(1) : [undefined, path];
  const number = parameters.get('db') || inPath.replace(/\/$/, '') || '0';
  if (!/^\d{1,5}$/.test(number)) throw new VariableFault(`has a database that is no number (${kind === 'sentinel' ? '/<primary>/0' : '/0'} is the first one)`);
  if (kind === 'cluster' && number !== '0') throw new VariableFault('has a database other than 0, and a Redis Cluster has no other');
  return { name: kind === 'sentinel' ? name || 'mymaster' : undefined, database: Number(number) };
}
