import { domainToASCII } from 'node:url';
import { VariableFault } from './variable-docs.js';

/** The mail server that SMTP_URL names. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314), not by STARTTLS. */
  readonly implicitTls: boolean;
  readonly user: string;
  readonly password: string;
  /** The older way to set TLS; undefined when the URL does not mention it. */
  readonly requireTls: boolean | undefined;
}

const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;
const ENCODE = 'write other characters than letters and digits in its user and password as %XX';

/**
 * Reads SMTP_URL. No part of it is ignored: an unknown part is refused, because it may be a password or a request for
 * TLS.
 * @throws VariableFault
 */
export function readSmtpUrl(text: string): SmtpServer {
  if (!URL.canParse(text)) throw new VariableFault(`must be a URL with smtp: or smtps: (${ENCODE})`);
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') throw new VariableFault('must be a URL with smtp: or smtps:');
  if (url.hostname === '') throw new VariableFault('must name a host, as in smtp://mail.example.com:587');
  if ((url.pathname !== '' && url.pathname !== '/') || text.includes('#')) throw new VariableFault(`must end with host and port (${ENCODE})`);
  if (url.port === '0') throw new VariableFault('must have a port between 1 and 65535');
  const { user, password } = credentials(url);
  return {
    host: hostOf(url),
    port: Number(url.port || (url.protocol === 'smtps:' ? SUBMISSIONS_PORT : SUBMISSION_PORT)),
    implicitTls: url.protocol === 'smtps:' || url.port === String(SUBMISSIONS_PORT),
    user,
    password,
    requireTls: requireTls(url),
  };
}

/** URL keeps the host as written, or percent-encoded, because the protocol is not one of the web's. */
function hostOf({ hostname }: URL): string {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  const host = domainToASCII(decoded(hostname));
  if (host === '') throw new VariableFault('must name a host, as in smtp://mail.example.com:587');
  return host;
}

function credentials(url: URL): { user: string; password: string } {
  const [user, password] = [decoded(url.username), decoded(url.password)];
  // A NUL would end a field of AUTH PLAIN (RFC 4616); a line break would end a command.
  if (/\p{Cc}/u.test(user + password)) throw new VariableFault('must have no control characters in its user and password');
  return { user, password };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new VariableFault('has a % that begins no %XX; write it as %25');
  }
}

function requireTls(url: URL): boolean | undefined {
  const given = [...url.searchParams];
  const unknown = given.find(([name]) => name !== 'requireTLS');
  if (unknown) throw new VariableFault(unknownParameter(unknown[0], url.search));
  const [first, ...more] = given;
  if (!first) return undefined;
  if (more.length > 0 || !['true', 'false'].includes(first[1])) throw new VariableFault('must have requireTLS=true or requireTLS=false, once');
  if (url.protocol === 'smtps:') throw new VariableFault('must have no parameter requireTLS: smtps: is TLS in any case');
  return first[1] === 'true';
}

/** Text after a bare `?` may belong to a password, so it is not shown. */
function unknownParameter(name: string, search: string): string {
  const known = /^[A-Za-z][\w.-]{0,40}$/.test(name) && !search.includes('@');
  const advice = 'SMTP_TLS and SMTP_CA_FILE say how TLS is used';
  return known ? `must not have the parameter ${name}, which means nothing here (${advice})` : `must have nothing behind a ? (${ENCODE}; ${advice})`;
}
