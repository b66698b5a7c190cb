import { isIP } from 'node:net';
import { z } from 'zod';
import { withEncodedUser } from './stores/store-url.js';
import { docs, urlWith } from './variable-docs.js';

const section = 'Outbound';
const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'] as const;

/** `proxy:3128`, without a scheme, means http, as in other programs. */
const proxy = (about: string) =>
  z
    .string()
    .transform((text) => withEncodedUser(text.includes('://') ? text : `http://${text}`))
    .pipe(urlWith(['http:', 'https:']))
    .optional()
    .register(docs, { section, secret: true, about, example: 'http://proxy.example.com:3128' });

/** Requests to this machine never go through a proxy. */
const HERE = ['localhost', '127.0.0.1', '[::1]'];

/** The hosts that are reached without a proxy. */
function direct(text: string): string {
  const hosts = text.split(/[,\s]+/).filter((host) => host !== '');
  return hosts.includes('*') ? '*' : [...HERE, ...hosts.map((host) => (isIP(host) === 6 ? `[${host}]` : host))].join(',');
}

/** The proxy for requests to providers, read as other programs read it. */
export const proxyVariables = {
  HTTPS_PROXY: proxy('The proxy through which https requests go, to providers, applications and receivers of webhooks; also read in lower case'),
  HTTP_PROXY: proxy('The same for http, and for https where HTTPS_PROXY is unset'),
  NO_PROXY: z
    .string()
    .transform(direct)
    .prefault('')
    .register(docs, { section, about: 'Comma-separated hosts, each with its sub-domains or with a port, that are asked without the proxy; `*` is every one. This machine always is', example: 'github.example.com,.internal' }),
};

/** These names may be in either case; upper case wins. */
export function withProxyNames(env: Readonly<Record<string, string>>): Record<string, string> {
  const lower = NAMES.flatMap((name) => (env[name.toLowerCase()] === undefined ? [] : [[name, env[name.toLowerCase()]] as const]));
  return { ...Object.fromEntries(lower), ...env } as Record<string, string>;
}
