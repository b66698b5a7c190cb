import { AuditTrail, type UserPrincipal } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import { StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { refusalOf, CodeChecks } from '../codes/code-checks.js';
import { MfaErrors } from '../mfa.errors.js';
import { MfaSwitch } from '../codes/mfa-switch.js';
import { OwnerNotices } from '../notices/owner-notices.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from './totp-devices.js';
import { TotpEvents } from './totp.events.js';
import { totpDisabledMail } from './totp.mails.js';

/** Turns multi-factor authentication off for a user. */
@Injectable()
export class TotpRemoval {
  constructor(
    private readonly principals: StandingPrincipals,
    private readonly devices: TotpDevices,
    private readonly codes: CodeChecks,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly mfa: MfaSwitch,
    private readonly notices: OwnerNotices,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws MfaErrors.not_enabled, .code_invalid, .too_many_attempts */
  async remove({ userId, sessionId }: UserPrincipal, code: string): Promise<void> {
    const check = await this.transactions.run(async () => {
      const { user } = await this.principals.hold({ userId, sessionId });
      if (!user.mfaEnabled) throw MfaErrors.not_enabled();
      const checked = await this.codes.check(user, code);
      if (checked.kind === 'right') {
        await this.devices.removeAll(userId);
        await this.recoveryCodes.removeAll(userId);
        await this.mfa.set(userId, false, sessionId);
        await this.notices.tell(user, 'mfa-disabled', totpDisabledMail());
      }
      await this.trail.record(TotpEvents.disabled, {
        targetUserId: userId,
        resourceId: userId,
        ...(checked.kind === 'right' ? { metadata: { method: checked.method } } : { status: 'failure', metadata: { reason: checked.kind } }),
      });
      return checked;
    });
    if (check.kind !== 'right') throw refusalOf(check);
  }
}
