import { wordsOf } from '../start/store-fault.js';

/** The answer of PgBouncer and similar poolers to a session parameter that they do not keep. */
const UNKNOWN_PARAMETER = /unsupported startup parameter|unrecognized startup parameter/i;
const NO_TLS = /does not support SSL/i;
const CERTIFICATE = /^(?:DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT)/;

interface ConnectError {
  readonly code?: string;
  readonly message?: string;
}

export function refusesLimits(error: unknown): boolean {
  return UNKNOWN_PARAMETER.test((error as ConnectError).message ?? '');
}

export function speaksNoTls(error: unknown): boolean {
  return NO_TLS.test((error as ConnectError).message ?? '');
}

/** The advice for a failed connection, as the end of a line that begins with the server's name. */
export function connectFault(error: unknown, password: string | undefined): string {
  const { code = '', message = '' } = error as ConnectError;
  const words = wordsOf(error, password);
  switch (code) {
    case '3D000':
      return `has no such database (${words}); create it, or name another`;
    case '28P01':
    case '28000':
      return `refuses the user name or password (${words}); set them right`;
    case '42501':
      return `does not let this role in (${words}); GRANT CONNECT ON DATABASE to it`;
    default:
  }
  if (speaksNoTls(error)) return 'does not speak TLS, which sslmode asks for; switch it on there, or set sslmode=disable where the network is trusted';
  if (CERTIFICATE.test(code)) return `shows a certificate that is not trusted (${words}); name its authority with sslrootcert=<file>`;
  if (/password must be a string|SASL/.test(message)) return `asks for a password (${words}); put the right one into the URL`;
  return `cannot be used: ${words}`;
}
