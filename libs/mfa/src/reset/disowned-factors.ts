import { AuditTrail } from '@authengine/contracts';
import { DisowningService, User, type Disowned } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SecondFactorBudget } from '../codes/second-factor-budget.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';
import { MfaResetEvents } from './mfa-reset.events.js';

/**
 * An authenticator app that was set up since a session began that the owner disowns would keep the
 * owner out, and recovery codes made since would let the other one in: they go. Older ones stay.
 */
@Injectable()
export class DisownedFactors implements OnModuleInit {
  constructor(
    private readonly disowning: DisowningService,
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly budget: SecondFactorBudget,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.disowning.onDisowned((userId, disowned) => this.drop(userId, disowned));
  }

  private async drop(userId: UserId, { since }: Disowned): Promise<void> {
    await this.budget.disown(userId, since);
    const device = await this.devices.removeAddedSince(userId, since);
    const codes = await this.recoveryCodes.removeMadeSince(userId, since);
    if (device) {
      // Codes without an app stand in for nothing.
      await this.recoveryCodes.removeAll(userId);
      await this.transactions.manager.update(User, { id: userId }, { mfaEnabled: false });
    }
    if (!device && !codes) return;
    await this.trail.record(MfaResetEvents.disowned, { actorId: userId, targetUserId: userId, resourceId: userId, metadata: { authenticator_app: device, recovery_codes: codes } });
  }
}
