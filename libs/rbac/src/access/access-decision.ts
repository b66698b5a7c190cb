import type { LiveTenant } from '@authengine/directory';
import type { TenantId } from '@authengine/kernel';
import type { AccessSnapshot } from './access-snapshot.js';

/** Where something is to be done: in a tenant, or (null) on the platform. */
export type Place = {
  readonly tenantId: TenantId;
  /** The tenant as it is now; needed only where the user is no member of it. Absent: there is no such tenant. */
  readonly live?: LiveTenant | undefined;
} | null;

export type AccessDecision =
  | { readonly allowed: true }
  /** `tenant_absent` is what the caller may know: nobody tells an absent tenant from one that is none of theirs. */
  | { readonly allowed: false; readonly reason: 'tenant_absent' | 'tenant_suspended' | 'mfa_missing' | 'permission_missing'; readonly missing: readonly string[] };

/**
 * The one place that decides: whether the user holds every one of `required` at `place`. Roles of
 * the platform count in every tenant; nothing counts in a tenant that is suspended or gone, or that
 * asks for a second factor which the session lacks (`accessInSession`).
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

/** What the user may do at `place`, each permission once. Empty in a tenant that is suspended or gone, or that asks for a second factor which is missing. */
export function permissionsIn(access: AccessSnapshot, place: Place): readonly string[] {
  if (place === null) return access.platformPermissions;
  const member = access.tenants.get(place.tenantId);
  if ((member ?? place.live)?.status !== 'ACTIVE' || member?.mfaMissing) return [];
  if (!member || member.permissions.length === 0) return access.platformPermissions;
  if (access.platformPermissions.length === 0) return member.permissions;
  return [...new Set([...member.permissions, ...access.platformPermissions])].sort();
}

/** The user's highest level at `place`: by roles held there or on the platform, never by those of another tenant. */
export function levelIn(access: AccessSnapshot, place: Place): number {
  if (place === null) return access.platformLevel;
  const member = access.tenants.get(place.tenantId);
  return Math.max(access.platformLevel, member?.status === 'ACTIVE' ? member.level : 0);
}

function lacking(held: readonly string[], required: readonly string[]): string[] {
  return required.filter((name) => !held.includes(name));
}
