import { VariableFault } from '../variable-docs.js';

export interface StoreUrl {
  /** In lower case, without the colon. */
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly hosts: readonly { readonly host: string; readonly port: number | undefined }[];
  /** Without its first slash. */
  readonly path: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARTS = /^([a-z][\w+.:-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#?)/i;
const HOST = /^(\[[\da-f:.]+\]|[^:[\]]*)(?::(\d*))?$/i;
const ENCODE = 'percent-encode / ? # @ and % in a user name or password';

/**
 * Splits the address of a store as the store's own tools do. They allow more than URLs: several hosts, no host, a `%`
 * in a password that encodes nothing. `shape` shows the expected form.
 * @throws VariableFault
 */
export function readStoreUrl(text: string, shape: string): StoreUrl {
  try {
    return takenApart(text);
  } catch (error) {
    throw error instanceof VariableFault ? new VariableFault(`${shape}; it ${error.message}`) : error;
  }
}

function takenApart(text: string): StoreUrl {
  const [whole, scheme = '', authority = '', path = '', query = '', fragment = ''] = PARTS.exec(text) ?? [];
  if (whole === undefined) throw new VariableFault('has no scheme like name://');
  if (fragment !== '') throw new VariableFault(`has a # (${ENCODE})`);
  const at = authority.lastIndexOf('@');
  const [, user, password] = at < 0 ? [] : (/^([^:]*)(?::(.*))?$/s.exec(authority.slice(0, at)) ?? []);
  return {
    scheme: scheme.toLowerCase(),
    user: user ? percentDecoded(user) : undefined,
    password: password === undefined ? undefined : percentDecoded(password),
    hosts: authority.slice(at + 1).split(',').map(readHost),
    path: percentDecoded(path.slice(1)),
    parameters: new Map(query.split('&').filter(Boolean).map(readParameter)),
  };
}

function readHost(text: string): StoreUrl['hosts'][number] {
  const [whole, host = '', port = ''] = HOST.exec(text) ?? [];
  if (whole === undefined || Number(port) > 65_535) throw new VariableFault(`has a host or port that is none (${ENCODE})`);
  return { host: percentDecoded(host.replace(/^\[|\]$/g, '')), port: port === '' ? undefined : Number(port) };
}

function readParameter(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [percentDecoded(text), ''] : [percentDecoded(text.slice(0, equals)), percentDecoded(text.slice(equals + 1))];
}

/** A `%` that encodes nothing stays as it is. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/** The address with user name and password encoded as URLs need it, so that no later parser fails on a `%`. */
export function withEncodedUser(text: string): string {
  const [start = ''] = /^[^:/?#]+:\/\//.exec(text) ?? [];
  const [authority = ''] = /^[^/?#]*/.exec(text.slice(start.length)) ?? [];
  const at = authority.lastIndexOf('@');
  if (start === '' || at < 0) return text;
  const [user = '', ...password] = authority.slice(0, at).split(':');
  const encoded = [user, ...(password.length > 0 ? [password.join(':')] : [])].map((part) => encodeURIComponent(percentDecoded(part)));
  return `${start}${encoded.join(':')}${text.slice(start.length + at)}`;
}
