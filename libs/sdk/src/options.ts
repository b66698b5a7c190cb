import type { Clock } from './clock/clock.js';
import { ConfigurationError } from './errors/configuration-error.js';
import { parseMode, type Mode } from './modes/mode.js';
import { checkAudience, type Audience } from './questions/audience.js';
import type { Transport } from './transport/transport.js';

export interface AuthEngineOptions {
  /** Where AuthEngine is, as its APP_URL says: `https://auth.example.com`. */
  readonly url: string;
  /** A service key: `POST /platform/service-keys` makes one. */
  readonly apiKey: string;
  /**
   * What this service is called as the `resource` of a token (RFC 8707). Without it, tokens that name another service than
   * AuthEngine are refused; with it, all but those that name this one. List AuthEngine's URL too to take both.
   */
  readonly audience?: Audience;
  /** How questions are asked where a route says nothing else. */
  readonly mode?: Mode;
  /** The most that one question may take, with all that it repeats; 3,000 by default. */
  readonly timeoutMs?: number;
  /** How often what failed before it was answered is repeated; 2 by default. */
  readonly retries?: number;
  /** Plain http beyond this machine: the key and every token can be read on the way. */
  readonly insecureHttp?: boolean;
  /** For tests: what carries requests, and the time. `@authengine/sdk/testing` has both. */
  readonly transport?: Transport;
  readonly clock?: Clock;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const API = '/api/v1';

/** The address of the API, without a slash at its end. @throws ConfigurationError */
export function apiAddress({ url, insecureHttp }: Pick<AuthEngineOptions, 'url' | 'insecureHttp'>): string {
  if (typeof url !== 'string' || url.trim() === '') throw new ConfigurationError('AuthEngine: url is not set; set it to the APP_URL of AuthEngine, such as https://auth.example.com');
  let parsed: URL;
  try {
    parsed = new URL(url.trim());
  } catch {
    throw new ConfigurationError('AuthEngine: url is not a URL; set it to the APP_URL of AuthEngine, such as https://auth.example.com');
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') throw new ConfigurationError('AuthEngine: url must begin with https://');
  if (parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '') throw new ConfigurationError('AuthEngine: url must hold no user, password, query or fragment; the key belongs in apiKey');
  if (parsed.protocol === 'http:' && !LOOPBACK.test(parsed.hostname) && insecureHttp !== true) {
    throw new ConfigurationError(`AuthEngine: url ${parsed.origin} is plain http, where the key and every token can be read on the way; use https://, or set insecureHttp: true inside a network that you trust`);
  }
  const path = parsed.pathname.replace(/\/$/, '');
  return `${parsed.origin}${path.endsWith(API) ? path : `${path}${API}`}`;
}

/** @throws ConfigurationError for what no question could be asked with */
export function checkOptions({ apiKey, audience, mode, timeoutMs, retries }: AuthEngineOptions): void {
  if (typeof apiKey !== 'string' || apiKey === '') throw new ConfigurationError('AuthEngine: apiKey is not set; make a key with POST /platform/service-keys, and set apiKey to its raw_key');
  if (!/^[!-~]+$/.test(apiKey)) throw new ConfigurationError('AuthEngine: apiKey holds spaces, line ends or other characters that no key has; copy the raw_key again');
  if (audience !== undefined) checkAudience(audience);
  if (mode !== undefined) parseMode(mode);
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs <= 60_000)) throw new ConfigurationError('AuthEngine: timeoutMs must be a number from 1 to 60000');
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= 10)) throw new ConfigurationError('AuthEngine: retries must be a whole number from 0 to 10');
}
