import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { type CredentialKind, CredentialKinds, type Disowned } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CodeBudget } from '../codes/code-budget.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';
import { MfaResetEvents } from './mfa-reset.events.js';

/** Authenticator apps and recovery codes where an account comes to its owner, or comes back. They stand beside a way to sign in and are none. */
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
   * An authenticator app that was set up since a session began that the owner disowns would keep the
   * owner out, and recovery codes made since would let the other one in: they go. Older ones stay.
   */
  async removeDisowned(userId: UserId, { since }: Disowned): Promise<void> {
    await this.budget.disown(userId, since);
    const device = await this.devices.removeAddedSince(userId, since);
    const codes = await this.recoveryCodes.removeMadeSince(userId, since);
    if (device) await this.withoutApp(userId);
    if (!device && !codes) return;
    await this.trail.record(MfaResetEvents.disowned, { actorId: userId, targetUserId: userId, resourceId: userId, metadata: { authenticator_app: device, recovery_codes: codes } });
  }

  /** Codes without an app stand in for nothing. */
  private async withoutApp(userId: UserId): Promise<void> {
    await this.recoveryCodes.removeAll(userId);
    await this.users.update(userId, { mfaEnabled: false }, 'revokes');
  }
}
