import type { User } from '@authengine/directory';
import type { SecondFactorMethod } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { Passkeys } from '../passkeys/passkeys.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';

/** The second factors that a user can give. */
@Injectable()
export class MfaMethods {
  constructor(
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly passkeys: Passkeys,
  ) {}

  /** Empty when multi-factor authentication is off: a passkey is then a way to sign in, not a second factor. */
  async of({ id, mfaEnabled }: Pick<User, 'id' | 'mfaEnabled'>): Promise<SecondFactorMethod[]> {
    if (!mfaEnabled) return [];
    const methods: SecondFactorMethod[] = [];
    if (await this.devices.isEnrolled(id)) methods.push('totp');
    if ((await this.recoveryCodes.left(id)) > 0) methods.push('recovery_code');
    if ((await this.passkeys.count(id)) > 0) methods.push('webauthn');
    return methods;
  }
}
