import { FirstProof, User } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';

/** Factors set before an address was proven may be another's than its owner's: they go with the first proof. */
@Injectable()
export class FactorsBeforeProof implements OnModuleInit {
  constructor(
    private readonly firstProof: FirstProof,
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.firstProof.onFirstProof((userId) => this.drop(userId));
  }

  private async drop(userId: UserId): Promise<void> {
    await this.devices.removeAll(userId);
    await this.recoveryCodes.removeAll(userId);
    await this.transactions.manager.update(User, { id: userId }, { mfaEnabled: false });
  }
}
