import { AccessErrors, RequestErrors } from '@authengine/contracts';
import { assertUnreachable, type DomainError } from '@authengine/kernel';
import { TenantMfaErrors } from './tenant-mfa.errors.js';
import type { AccessDecision, Place } from './access-decision.js';

type Refusal = Extract<AccessDecision, { allowed: false }>;

/** The error for a refusal: a tenant that is not the caller's looks absent; a missing permission is named. */
export function accessRefusal({ reason, missing }: Refusal, place: Place): DomainError {
  const log = { reason, missing, ...(place ? { tenant_id: place.tenantId } : {}) };
  switch (reason) {
    case 'tenant_absent':
      return RequestErrors.not_found({ log });
    case 'tenant_suspended':
      return AccessErrors.forbidden({ detail: 'This tenant is suspended.', log });
    case 'mfa_missing':
      return TenantMfaErrors.mfa_required({ log });
    case 'permission_missing':
      return AccessErrors.forbidden({ detail: `You lack the ${missing.length === 1 ? 'permission' : 'permissions'} ${missing.join(', ')}.`, log });
    default:
      return assertUnreachable(reason);
  }
}
