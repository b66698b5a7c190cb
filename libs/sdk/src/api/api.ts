import { ProtocolError } from '../errors/protocol-error.js';
import type { Hub } from '../hub/hub.js';
import type { CallOptions, Method, PathWith, Success } from './types.js';
import { fillPath } from './fill-path.js';

/** RFC 9110 section 9.2.2: what changes nothing more when it arrives twice. */
const REPEATABLE: ReadonlySet<string> = new Set(['get', 'put', 'delete'] satisfies Method[]);

/** The routes of AuthEngine, typed by its OpenAPI document: `api.call('get', '/me', { token })`. */
export class Api {
  readonly #hub: Hub;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** The body of a success. @throws AuthEngineError */
  async call<M extends Method, P extends PathWith<M>>(method: M, path: P, ...[options]: CallOptions<M, P>): Promise<Success<M, P>> {
    const { token, asService = false, params, query, body } = (options ?? {}) as { token?: string; asService?: boolean; params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
    if (token !== undefined && !/^[!-~]+$/.test(token)) throw new ProtocolError('AuthEngine: the token holds characters that no token has; nothing was sent');
    return (await this.#hub.call({
      method: method.toUpperCase(),
      path: fillPath(path, params, query),
      ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
      ...(body === undefined ? {} : { body }),
      repeatable: REPEATABLE.has(method),
      asService,
    })) as Success<M, P>;
  }
}
