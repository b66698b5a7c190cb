import type { AuthEngine } from '../auth-engine.js';
import type { Mode } from '../modes/mode.js';
import type { ActiveToken } from '../questions/answer.js';
import { bearerToken } from './bearer-token.js';
import { refusalFor, refusalWithoutAnswer, type Refusal } from './refusal.js';
import { tenantInPath } from './tenant-in-path.js';

/** What a route requires of who asks for it. */
export interface Required {
  /** All of them must be held, in the tenant of the path. */
  readonly permissions?: readonly string[];
  /** The parameter of the path that holds the tenant; `tenant_id` or `tenantId` where the path has one. */
  readonly tenantParam?: string;
  readonly mode?: Mode;
}

export interface IncomingRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly params?: Readonly<Record<string, unknown>>;
}

export type Admission = { readonly user: ActiveToken } | { readonly refusal: Refusal; readonly cause?: unknown };

/** Lets a request in, or says how to refuse it. It never throws: an error is a refusal. */
export async function admit(engine: AuthEngine, request: IncomingRequest, { permissions = [], tenantParam, mode }: Required): Promise<Admission> {
  try {
    const token = bearerToken(request.headers.authorization);
    const tenantId = tenantInPath(request.params, tenantParam);
    if (token === undefined) return { refusal: refusalFor({ outcome: 'no_token' }) };
    const decision = await engine.decide({ token, tenantId, permissions, mode });
    if (decision.outcome !== 'allowed') return { refusal: refusalFor(decision) };
    // It is bound to a key, whose proof is not asked for here: as a bearer token it is a stolen one (RFC 9449 section 7.2).
    if (decision.user.cnf !== undefined) return { refusal: refusalFor({ outcome: 'sign_in' }) };
    return { user: decision.user };
  } catch (cause) {
    return { refusal: refusalWithoutAnswer(cause), cause };
  }
}
