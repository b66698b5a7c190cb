import type { AuthEngineError } from '../errors/auth-engine-error.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { ProtocolError } from '../errors/protocol-error.js';
import { RefusedError } from '../errors/refused-error.js';
import { UnavailableError } from '../errors/unavailable-error.js';
import { problemIn } from './problem.js';
import { retryAfterSeconds } from './retry-after.js';

export interface Answered {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** The error of an answer that is no success. `asService`: the key was what the caller showed, and so what a 401 is about. */
export function refusalOf({ status, header, text }: Answered, origin: string, now: number, asService: boolean): AuthEngineError {
  const problem = problemIn(header('content-type'), text);
  if (status === 502 || status === 503 || status === 504 || status === 429) {
    // A gateway answers these too while nothing is behind it; AuthEngine itself answers with a problem.
    const reached = problem !== undefined || status === 429;
    return new UnavailableError(`AuthEngine at ${origin} cannot answer now (${status}); try again shortly`, { reached, retryAfterSeconds: retryAfterSeconds(header('retry-after'), now) });
  }
  if (status >= 300 && status < 400) return new ConfigurationError(`AuthEngine: ${origin} redirects elsewhere, where the key is not sent; set url to the address that AuthEngine itself answers at (its APP_URL)`);
  if (status === 401 && asService) return new ConfigurationError(`AuthEngine at ${origin} does not accept the API key: it is wrong, revoked, expired, or used from an address that it is not for; make one with POST /platform/service-keys, and set apiKey to its raw_key`);
  if (problem === undefined) {
    if (status === 404) return new ConfigurationError(`AuthEngine: what answers at ${origin} is not AuthEngine (404); set url to the APP_URL of AuthEngine`);
    return new ProtocolError(`AuthEngine at ${origin} answered ${status} without saying why; see whether url leads to AuthEngine, and read its log`);
  }
  return new RefusedError(`AuthEngine refused (${status}${problem.code === undefined ? '' : ` ${problem.code}`}): ${problem.detail ?? 'no more is said'}`, status, problem.code, problem.errors);
}
