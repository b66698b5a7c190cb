import { AuditTrail, type UserPrincipal } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import { StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { refusalOf, CodeChecks, type CodeRefusal } from '../codes/code-checks.js';
import { MfaErrors } from '../mfa.errors.js';
import { OwnerNotices } from '../notices/owner-notices.js';
import { RecoveryCodes } from './recovery-codes.js';
import { RecoveryCodesEvents } from './recovery-codes.events.js';
import { recoveryCodesRegeneratedMail } from './recovery-codes.mails.js';

/** Gives a user new recovery codes. */
@Injectable()
export class RecoveryCodesRenewal {
  constructor(
    private readonly principals: StandingPrincipals,
    private readonly codes: CodeChecks,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly notices: OwnerNotices,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws MfaErrors.not_enabled, .code_invalid, .too_many_attempts */
  async renew({ userId, sessionId }: UserPrincipal, code: string): Promise<string[]> {
    const outcome = await this.transactions.run(async (): Promise<{ readonly codes: string[] } | CodeRefusal> => {
      const { user } = await this.principals.hold({ userId, sessionId });
      if (!user.mfaEnabled) throw MfaErrors.not_enabled();
      const check = await this.codes.check(user, code);
      if (check.kind !== 'right') {
        await this.trail.record(RecoveryCodesEvents.regenerated, { targetUserId: userId, resourceId: userId, status: 'failure', metadata: { reason: check.kind } });
        return check;
      }
      const codes = await this.recoveryCodes.replace(userId);
      await this.notices.tell(user, 'recovery-codes-regenerated', recoveryCodesRegeneratedMail());
      await this.trail.record(RecoveryCodesEvents.regenerated, { targetUserId: userId, resourceId: userId, metadata: { method: check.method } });
      return { codes };
    });
    if ('kind' in outcome) throw refusalOf(outcome);
    return outcome.codes;
  }
}
