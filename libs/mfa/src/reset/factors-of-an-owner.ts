import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { type CredentialKind, CredentialKinds, type Disowned } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CodeBudget } from '../codes/code-budget.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';
import { MfaResetEvents } from './mfa-reset.events.js';

/**
 * What happens to authenticator apps and recovery codes when an account gets its owner, or returns to its owner. They
 * are second factors only, not ways to sign in.
 */
@Injectable()
export class FactorsOfAnOwner implements CredentialKind, OnModuleInit {
  constructor(
    private readonly kinds: CredentialKinds,
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly budget: CodeBudget,
    private readonly users: Users,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.kinds.add(this);
  }

  countWaysIn(): Promise<number> {
    return Promise.resolve(0);
  }

  async removeAll(userId: UserId): Promise<void> {
    await this.devices.removeAll(userId);
    await this.withoutApp(userId);
  }

  /**
   * Removes factors that were set up after a disowned session began. Such an authenticator app would keep the owner
   * out, and such recovery codes would let the other person in. Older ones stay.
   */
  async removeDisowned(userId: UserId, { since }: Disowned): Promise<void> {
    await this.budget.disown(userId, since);
    const device = await this.devices.removeAddedSince(userId, since);
    const codes = await this.recoveryCodes.removeMadeSince(userId, since);
    if (device) await this.withoutApp(userId);
    if (!device && !codes) return;
    await this.trail.record(MfaResetEvents.disowned, { actorId: userId, targetUserId: userId, resourceId: userId, metadata: { authenticator_app: device, recovery_codes: codes } });
  }

  /** Without an app, recovery codes replace nothing. */
  private async withoutApp(userId: UserId): Promise<void> {
    await this.recoveryCodes.removeAll(userId);
    await this.users.update(userId, { mfaEnabled: false }, 'revokes');
  }
}
