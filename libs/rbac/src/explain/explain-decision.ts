import { decideAccess, type Place } from '../access/access-decision.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import type { ExplainedReason } from './explanation.js';

/**
 * The guard's answer to the user's next request, and its reason, for a caller who may know it. A user without a
 * demanded second factor may still be allowed in a session that began with a passkey.
 */
export function explainDecision(user: AccessSnapshot, permission: string, place: Place, known: boolean): { readonly allowed: boolean; readonly reason: ExplainedReason } {
  if (user.userStatus !== 'ACTIVE') return { allowed: false, reason: 'user_not_active' };
  const decision = decideAccess(user, [permission], place);
  const lesser = user.withoutSecondFactor && decideAccess(user.withoutSecondFactor, [permission], place);
  if (decision.allowed && lesser?.allowed === false) return { allowed: false, reason: 'mfa_missing' };
  if (decision.allowed) return { allowed: true, reason: 'granted' };
  if (decision.reason === 'tenant_suspended') return { allowed: false, reason: 'tenant_suspended' };
  if (!known) return { allowed: false, reason: 'permission_unknown' };
  return { allowed: false, reason: decision.reason === 'tenant_absent' ? 'not_a_member' : 'permission_missing' };
}

/** No permission can have this name. */
const NO_PERMISSION = '';

/** The same for a name that is not a permission. */
export function explainUnknown(user: AccessSnapshot, place: Place): ReturnType<typeof explainDecision> {
  return explainDecision(user, NO_PERMISSION, place, false);
}
