import type { components } from '../api/generated/openapi.js';
import { ProtocolError } from '../errors/protocol-error.js';
import type { Question } from './question.js';

type Described = components['schemas']['IntrospectionDto'];

/** A token that stands, and whose it is (`sub`). The names are those of `POST /auth/introspect`. */
export type ActiveToken = Omit<Described, 'active'> & { readonly active: true } & Required<Pick<Described, 'sub' | 'exp'>>;
export type Answer = ActiveToken | { readonly active: false };

export const INACTIVE: Answer = Object.freeze({ active: false });

/**
 * What AuthEngine answered, where it answers this question.
 * @throws ProtocolError for anything else: what cannot be understood lets nobody in
 */
export function readAnswer(body: unknown, question: Question, now: number): Answer {
  if (typeof body !== 'object' || body === null) throw malformed('no answer');
  const answer = body as Partial<Described> & { active?: unknown };
  if (answer.active === false) return INACTIVE;
  if (answer.active !== true) throw malformed('an answer without active');
  if (typeof answer.sub !== 'string' || answer.sub === '' || typeof answer.exp !== 'number') throw malformed('an active token without sub or exp');
  if (question.tenantId !== undefined && answer.tenant_id?.toLowerCase() !== question.tenantId.toLowerCase()) throw malformed('another tenant than was asked for');
  if ((question.permissions?.length ?? 0) > 0 && typeof answer.allowed !== 'boolean') throw malformed('no decision where one was asked for');
  return isOver(answer as ActiveToken, now) ? INACTIVE : (answer as ActiveToken);
}

export function isOver({ exp }: Pick<ActiveToken, 'exp'>, now: number): boolean {
  return exp * 1_000 <= now;
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`AuthEngine answered with ${what}; see whether url leads to AuthEngine, and whether its version fits this package`);
}
