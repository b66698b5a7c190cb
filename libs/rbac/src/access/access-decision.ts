import type { LiveTenant } from '@authengine/directory';
import type { TenantId } from '@authengine/kernel';
import type { AccessSnapshot } from './access-snapshot.js';

/** The place of an act: a tenant, or the platform (null). */
export type Place = {
  readonly tenantId: TenantId;
  /** The tenant's current state, needed only when the user is not a member. Absent when there is no such tenant. */
  readonly live?: LiveTenant | undefined;
} | null;

export type AccessDecision =
  | { readonly allowed: true }
  /** The caller learns only `tenant_absent`: nobody can tell a missing tenant from one to which they do not belong. */
  | { readonly allowed: false; readonly reason: 'tenant_absent' | 'tenant_suspended' | 'mfa_missing' | 'permission_missing'; readonly missing: readonly string[] };

/**
 * The one place that decides: whether the user holds all of `required` at `place`. Platform roles count in every
 * tenant. Nothing counts in a tenant that is suspended or gone, or that demands a second factor which the session lacks
 * (`accessInSession`).
 */
export function decideAccess(access: AccessSnapshot, required: readonly string[], place: Place): AccessDecision {
  if (required.length === 0) throw new Error('a decision needs at least one required permission');
  const member = place === null ? undefined : access.tenants.get(place.tenantId);
  if (!member && access.platformMfaMissing) return { allowed: false, reason: 'mfa_missing', missing: [] };
  if (place !== null) {
    const missingEverywhere = lacking(access.platformPermissions, required);
    if (!member && (missingEverywhere.length > 0 || !place.live)) return { allowed: false, reason: 'tenant_absent', missing: missingEverywhere };
    if ((member ?? place.live)?.status !== 'ACTIVE') return { allowed: false, reason: 'tenant_suspended', missing: [] };
    if (member?.mfaMissing) return { allowed: false, reason: 'mfa_missing', missing: [] };
  }
  const missing = lacking(permissionsIn(access, place), required);
  return missing.length === 0 ? { allowed: true } : { allowed: false, reason: 'permission_missing', missing };
}

/**
 * The user's permissions at `place`, each once. Empty in a tenant that is suspended or gone, or that demands a missing
 * second factor.
 */
export function permissionsIn(access: AccessSnapshot, place: Place): readonly string[] {
  if (place === null) return access.platformPermissions;
  const member = access.tenants.get(place.tenantId);
  if ((member ?? place.live)?.status !== 'ACTIVE' || member?.mfaMissing) return [];
  if (!member || member.permissions.length === 0) return access.platformPermissions;
  if (access.platformPermissions.length === 0) return member.permissions;
  return [...new Set([...member.permissions, ...access.platformPermissions])].sort();
}

/**
 * The user's highest level at `place`: from roles held there or on the platform, never from roles in another tenant.
 */
export function levelIn(access: AccessSnapshot, place: Place): number {
  if (place === null) return access.platformLevel;
  const member = access.tenants.get(place.tenantId);
  return Math.max(access.platformLevel, member?.status === 'ACTIVE' ? member.level : 0);
}

function lacking(held: readonly string[], required: readonly string[]): string[] {
  return required.filter((name) => !held.includes(name));
}
