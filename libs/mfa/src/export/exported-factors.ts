import { PersonalData } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';

/**
 * The authenticator app and the recovery codes in a user's export: only that they exist and since when, never a secret.
 */
@Injectable()
export class ExportedFactors implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  onModuleInit(): void {
    this.personalData.onExport('second_factors', (userId) => this.of(userId));
  }

  private async of(userId: UserId): Promise<unknown> {
    const device = await this.devices.confirmedOf(userId);
    const codes = await this.recoveryCodes.of(userId);
    return {
      authenticator_app: device && { set_up_at: device.confirmedAt },
      recovery_codes: codes.map(({ createdAt, usedAt }) => ({ created_at: createdAt, used_at: usedAt })),
    };
  }
}
