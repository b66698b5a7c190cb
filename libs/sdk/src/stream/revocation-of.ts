import type { ActiveToken } from '../questions/answer.js';

export type RevokedKind = 'session' | 'user' | 'tenant' | 'key' | 'access';

export interface Revocation {
  readonly kind: RevokedKind;
  readonly id: string;
}

/** What a `revoked` event says; undefined where it says something that this version does not know. */
export function readRevocation(data: string): Revocation | undefined {
  try {
    const { kind, id } = JSON.parse(data) as Record<string, unknown>;
    const known = kind === 'session' || kind === 'user' || kind === 'tenant' || kind === 'key' || kind === 'access';
    return known && typeof id === 'string' ? { kind, id } : undefined;
  } catch {
    return undefined;
  }
}

/** The state of AuthEngine that an event speaks of; 0 where it names none that could be asked for. */
export function readEpoch(data: string): number {
  try {
    const { epoch } = JSON.parse(data) as Record<string, unknown>;
    return typeof epoch === 'number' && Number.isSafeInteger(epoch) && epoch > 0 ? epoch : 0;
  } catch {
    return 0;
  }
}

/** Whether an answer may be another one now: of what it does not say, it may. No key is part of an answer. */
export function concerns({ kind, id }: Revocation, answer: ActiveToken): boolean {
  switch (kind) {
    case 'session':
      return answer.session_id === undefined || answer.session_id === id;
    case 'user':
    case 'access':
      return answer.user_id === undefined || answer.user_id === id;
    case 'tenant':
      return answer.tenant_ids === undefined || answer.tenant_id === id || answer.tenant_ids.includes(id);
    case 'key':
      return false;
  }
}
