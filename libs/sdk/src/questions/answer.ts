import type { components } from '../api/generated/openapi.js';
import { ProtocolError } from '../errors/protocol-error.js';
import type { Question } from './question.js';

type Described = components['schemas']['IntrospectionDto'];

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/**
 * A token that stands, and whose it is (`sub`). The names are those of `POST /auth/introspect`. It is frozen, because all
 * who asked the same at once get the same one, and so does who asks later where answers are kept.
 */
export type ActiveToken = Frozen<Omit<Described, 'active'> & { active: true } & Required<Pick<Described, 'sub' | 'exp'>>>;
export type Answer = ActiveToken | { readonly active: false };

export const INACTIVE: Answer = Object.freeze({ active: false });

/**
 * What AuthEngine answered, where it answers this question.
 * @throws ProtocolError for anything else: what cannot be understood lets nobody in
 */
export function readAnswer(body: unknown, question: Question, now: number): Answer {
  if (typeof body !== 'object' || body === null) throw malformed('no answer');
  const answer = body as { readonly [K in keyof Described]?: unknown };
  if (answer.active === false) return INACTIVE;
  if (answer.active !== true) throw malformed('an answer without active');
  if (typeof answer.sub !== 'string' || answer.sub === '' || !Number.isFinite(answer.exp)) throw malformed('an active token without sub or exp');
  if (question.tenantId !== undefined && !isTenant(answer.tenant_id, question.tenantId)) throw malformed('another tenant than was asked for');
  if ((question.permissions?.length ?? 0) > 0 && typeof answer.allowed !== 'boolean') throw malformed('no decision where one was asked for');
  return isOver(answer as ActiveToken, now) ? INACTIVE : (frozen(answer) as ActiveToken);
}

function isOver({ exp }: Pick<ActiveToken, 'exp'>, now: number): boolean {
  return exp * 1_000 <= now;
}

function isTenant(answered: unknown, asked: string): boolean {
  return typeof answered === 'string' && answered.toLowerCase() === asked.toLowerCase();
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`AuthEngine answered with ${what}; see whether url leads to AuthEngine, and whether its version fits this package`);
}
