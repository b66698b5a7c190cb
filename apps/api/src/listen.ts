import type { AddressInfo, Server } from 'node:net';
import type { Settings } from '@authengine/config';
import { StartFault } from './start-fault.js';

/** What a kernel without IPv6, or with IPv6 switched off, says to `::`. */
const WITHOUT_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL']);

/** HOST, or what it is while unset: loopback in development; in production every address, of IPv4 alone where there is no IPv6. */
export function hostsToListenOn({ values, production }: Pick<Settings, 'values' | 'production'>): readonly string[] {
  // An address in a URL's brackets is meant as the address.
  if (values.HOST !== undefined) return [values.HOST.replace(/^\[(.*)\]$/, '$1')];
  return production ? ['::', '0.0.0.0'] : ['127.0.0.1'];
}

export interface WantedPort {
  /** The variable that names it. */
  readonly name: 'PORT' | 'MANAGEMENT_PORT';
  readonly port: number;
}

/**
 * Listens on the first of `hosts` that this machine's kernel has.
 * @throws StartFault when it cannot be listened on
 */
export async function listen(server: Server, wanted: WantedPort, hosts: readonly string[]): Promise<{ readonly host: string; readonly port: number }> {
  const [host = '', ...others] = hosts;
  try {
    await listenOn(server, wanted.port, host);
    return { host, port: (server.address() as AddressInfo).port };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (others.length > 0 && WITHOUT_IPV6.has(code)) return listen(server, wanted, others);
    throw new StartFault(whatIsWrong(code, wanted, host), { cause: error });
  }
}

async function listenOn(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function whatIsWrong(code: string, { name, port }: WantedPort, host: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use on ${host}; stop what listens there, or set ${name} to another`;
    case 'EACCES':
    case 'EPERM':
      return `port ${port} may not be listened on by this user; set ${name} to one above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} (HOST) is no address of this machine`;
    case 'EAFNOSUPPORT':
      return `${host} (HOST) is an IPv6 address, and this machine has no IPv6; set HOST to 0.0.0.0`;
    default:
      return `${host} (HOST), port ${port} (${name}) cannot be listened on (${code})`;
  }
}

/** As it is written in a URL that leads to it from this machine. */
export function hostInUrl(host: string): string {
  if (host === '::' || host === '0.0.0.0') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
