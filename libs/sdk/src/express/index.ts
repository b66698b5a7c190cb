import type { AuthEngine } from '../auth-engine.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { checkPermissions } from '../questions/question.js';
import { parseMode, type Mode } from '../modes/mode.js';
import type { ActiveToken } from '../questions/answer.js';
import { admit, type IncomingRequest, type Required } from '../requests/admit.js';

/** As much of an Express response as is needed. */
export interface OutgoingResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

export type Middleware = (request: IncomingRequest, response: OutgoingResponse, next: (error?: unknown) => void) => void;
export type { IncomingRequest, Mode, Required };

export interface ProtectOptions extends Required {
  /** Is told why there was no answer, for the log; whoever asked is told 503. */
  readonly onError?: (error: unknown) => void;
}

const OPTIONS: ReadonlySet<string> = new Set(['permissions', 'tenantParam', 'mode', 'onError'] satisfies (keyof ProtectOptions)[]);

const users = new WeakMap<object, ActiveToken>();

/**
 * Lets through whoever is signed in, is in the tenant of the path, and holds all `permissions` there:
 * `app.get('/tenants/:tenant_id/orders', protect(engine, { permissions: ['orders.view'] }), handler)`.
 * @throws ConfigurationError
 */
export function protect(engine: AuthEngine, options: ProtectOptions = {}): Middleware {
  const unknown = Object.keys(options).find((name) => !OPTIONS.has(name));
  if (unknown !== undefined) throw new ConfigurationError(`AuthEngine: protect() has no option ${unknown}; it takes ${[...OPTIONS].join(', ')}`);
  const { onError, ...required } = options;
  checkPermissions(required.permissions ?? []);
  if (required.mode !== undefined) parseMode(required.mode);
  return (request, response, next) => {
    void admit(engine, request, required).then((admission) => {
      if ('user' in admission) {
        users.set(request, admission.user);
        next();
        return;
      }
      if (admission.cause !== undefined) onError?.(admission.cause);
      const { status, headers, body } = admission.refusal;
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.end(JSON.stringify(body));
    }).catch(next);
  };
}

/** Whose request this is. @throws Error for one that no `protect` let through */
export function userOf(request: object): ActiveToken {
  const user = users.get(request);
  if (!user) throw new Error('No protect() let this request through; put it before the handler.');
  return user;
}
