import { createHash } from 'node:crypto';
import { ConfigurationError } from '../errors/configuration-error.js';

/** What AuthEngine is asked. The tenant and the permissions are part of the question: no other's answer is an answer to it. */
export interface Question {
  readonly token: string;
  /** Without it: the key's own tenant, else the token's active one, else none. */
  readonly tenantId?: string | undefined;
  /** All of them must be held. */
  readonly permissions?: readonly string[] | undefined;
  /** Leaves the lists of permissions out of the answer. */
  readonly decisionOnly?: boolean | undefined;
}

const MAX_PERMISSIONS = 100;

/** @throws ConfigurationError for permissions that no question can hold, which the service's own code has named */
export function checkPermissions(permissions: readonly string[]): void {
  if (!Array.isArray(permissions) || permissions.length > MAX_PERMISSIONS || permissions.some((name) => typeof name !== 'string' || name === '')) {
    throw new ConfigurationError(`AuthEngine: permissions must be a list of at most ${MAX_PERMISSIONS} names, none of them empty`);
  }
}

/** What comes from outside may be a list, or nothing at all; nobody holds such a token, or is in such a tenant. */
export function canBeAsked(token: unknown, tenantId: unknown): boolean {
  return typeof token === 'string' && token !== '' && (tenantId === undefined || (typeof tenantId === 'string' && tenantId !== ''));
}

/** The same for two questions only if they ask the same. Hashed, so that what is kept by it holds no token. */
export function questionKey({ token, tenantId, permissions = [], decisionOnly = false }: Question): string {
  return createHash('sha256').update(JSON.stringify([token, tenantId ?? null, [...permissions].sort(), decisionOnly])).digest('base64');
}

/** The same for two questions about one token. */
export function tokenKey(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

export function toWire({ token, tenantId, permissions = [], decisionOnly }: Question, minEpoch = 0): Record<string, unknown> {
  return {
    token,
    ...(tenantId === undefined ? {} : { tenant_id: tenantId }),
    ...(permissions.length === 0 ? {} : { permission: permissions }),
    ...(decisionOnly === true && permissions.length > 0 ? { include: 'decision' } : {}),
    ...(minEpoch === 0 ? {} : { min_epoch: minEpoch }),
  };
}
