import type { SecondFactorMethod } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';

/** Which second factors a user can give. */
@Injectable()
export class SecondFactorMethods {
  constructor(
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  async of(userId: UserId): Promise<SecondFactorMethod[]> {
    const methods: SecondFactorMethod[] = [];
    if (await this.devices.isEnrolled(userId)) methods.push('totp');
    if ((await this.recoveryCodes.left(userId)) > 0) methods.push('recovery_code');
    return methods;
  }
}
