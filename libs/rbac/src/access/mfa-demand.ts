import { AccessErrors, type UserPrincipal } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { AccessSnapshots } from './access-snapshots.js';
import { TenantMfaErrors } from './tenant-mfa.errors.js';

/**
 * For routes that check permissions in their own transaction and not in the guard: whether the session may act in the
 * tenant, as far as second factors are demanded there or on the platform.
 */
@Injectable()
export class MfaDemand {
  constructor(private readonly snapshots: AccessSnapshots) {}

  /**
   * Call this before the transaction.
   * @throws TenantMfaErrors.mfa_required, AccessErrors.unauthenticated
   */
  async check({ userId, sessionId }: UserPrincipal, tenantId: TenantId | null): Promise<void> {
    const found = await this.snapshots.find({ sub: userId, sid: sessionId });
    if (!found) throw AccessErrors.unauthenticated();
    const { access } = found;
    if (access.platformMfaMissing || (tenantId !== null && access.tenants.get(tenantId)?.mfaMissing)) throw TenantMfaErrors.mfa_required();
  }
}
