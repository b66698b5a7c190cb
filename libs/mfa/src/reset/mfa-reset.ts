import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { SecondFactorResetPort, SecondFactorResetEvents } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MfaSwitch } from '../codes/mfa-switch.js';
import { OwnerNotices } from '../notices/owner-notices.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';
import { mfaResetMail } from './mfa-reset.mails.js';

/**
 * Identity's port for a user who has lost every factor. The caller has already checked that it is allowed and that the
 * actor is above the user's level.
 */
@Injectable()
export class MfaReset extends SecondFactorResetPort {
  constructor(
    private readonly users: Users,
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly mfa: MfaSwitch,
    private readonly notices: OwnerNotices,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {
    super();
  }

  reset(userId: UserId): Promise<boolean> {
    return this.transactions.run(async () => {
      const user = await this.users.lock(userId);
      if (!user?.mfaEnabled) return false;
      await this.devices.removeAll(userId);
      await this.recoveryCodes.removeAll(userId);
      const ended = await this.mfa.set(userId, false);
      await this.notices.tell(user, 'mfa-reset', mfaResetMail());
      await this.trail.record(SecondFactorResetEvents.reset, { targetUserId: userId, resourceId: userId, metadata: { sessions_ended: ended } });
      return true;
    });
  }
}
