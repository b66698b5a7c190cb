import type { Ending } from '@authengine/persistence';

type RevocationKind = 'session' | 'user' | 'tenant' | 'key' | 'access';

/** One line of the stream: what ended. */
export interface Revocation {
  readonly epoch: number;
  readonly kind: RevocationKind;
  readonly id: string;
  /** The tenants whose keys hear of it; null when that is not known. */
  readonly tenants: ReadonlySet<string> | null;
  /** It concerns roles that all tenants share, so nobody can tell which kept answers it changes. */
  readonly concernsAll: boolean;
  /** It is one of an application, so that no id in kept answers says whether they rest on it. */
  readonly reachUnknown?: boolean;
}

/** The key that hears, and its tenant, if it has one. */
export interface Hearer {
  readonly keyId: string;
  readonly tenantId: string | null;
}

export type Hearing = 'told' | 'reset' | 'nothing';

/**
 * The endings as lines of the stream, each once, because one change may be logged under several subjects. `members` are
 * the current tenants of users, who may have joined one during the change.
 */
export function revocationsOf(endings: readonly Ending[], members: ReadonlyMap<string, readonly string[]>, platformId: string | null): Revocation[] {
  const found = new Map<string, Revocation>();
  for (const ending of endings) {
    const revocation = revocationOf(ending, members.get(ending.subject) ?? [], platformId);
    if (!revocation) continue;
    const key = `${ending.epoch} ${ending.key}`;
    const same = found.get(key);
    found.set(key, same ? { ...revocation, tenants: union(same.tenants, revocation.tenants) } : revocation);
  }
  return [...found.values()];
}

/**
 * A platform key hears everything. A tenant's key hears of its tenant, of itself and of the tenant's members. When nobody
 * knows whether it may hear something, it hears that its knowledge is outdated.
 */
export function hearingOf({ keyId, tenantId }: Hearer, { kind, id, tenants, concernsAll, reachUnknown }: Revocation): Hearing {
  if (reachUnknown) return 'reset';
  if (tenantId === null || (kind === 'key' && id === keyId) || (kind === 'tenant' && id === tenantId)) return 'told';
  if (concernsAll) return 'reset';
  if (kind === 'key' || kind === 'tenant') return 'nothing';
  if (tenants === null) return 'reset';
  return tenants.has(tenantId) ? 'told' : 'nothing';
}

function revocationOf({ epoch, key, value, subject, tenants }: Ending, members: readonly string[], platformId: string | null): Revocation | null {
  const ended = { epoch, tenants: tenants && new Set([...tenants, ...members]), concernsAll: false };
  const id = key.slice(2);
  switch (key.slice(0, 2)) {
    case 's:':
      return { ...ended, kind: 'session', id };
    case 'u:':
      return { ...ended, kind: value === 'ACTIVE' ? 'access' : 'user', id };
    case 't:':
      return { ...ended, kind: 'tenant', id, concernsAll: id === platformId };
    case 'k:':
      return { ...ended, kind: 'key', id: subject };
    case 'a:':
      return { ...ended, kind: 'access', id, reachUnknown: true };
    case 'g:':
      // A grant is filed under its user; a token of an application's own under the application.
      return { ...ended, kind: 'access', id: subject, reachUnknown: value === 'o' };
    default:
      // An extension's own cache entries are no part of an introspection's answer.
      return null;
  }
}

function union(one: ReadonlySet<string> | null, other: ReadonlySet<string> | null): ReadonlySet<string> | null {
  return one && other && new Set([...one, ...other]);
}
