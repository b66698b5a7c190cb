import { Settings } from '@authengine/config';
import { AuditTrail, type UserPrincipal } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import type { SessionId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { digitsOf, refusalOf, CodeChecks, type CodeRefusal } from '../codes/code-checks.js';
import { CodeBudget } from '../codes/code-budget.js';
import { MfaErrors } from '../mfa.errors.js';
import { MfaSwitch } from '../codes/mfa-switch.js';
import { OwnerNotices } from '../notices/owner-notices.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { provisioningUri } from './totp-code.js';
import { TotpDevices } from './totp-devices.js';
import { TotpEvents } from './totp.events.js';
import { totpEnabledMail, totpReplacedMail } from './totp.mails.js';

export interface Proposed {
  readonly secret: string;
  readonly uri: string;
}

type Outcome<T> = { readonly value: T } | { readonly refusal: CodeRefusal };

/** Adds an authenticator app: its secret is shown, and its first code confirms it. */
@Injectable()
export class TotpEnrolment {
  constructor(
    private readonly principals: StandingPrincipals,
    private readonly devices: TotpDevices,
    private readonly codes: CodeChecks,
    private readonly budget: CodeBudget,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly mfa: MfaSwitch,
    private readonly notices: OwnerNotices,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
  ) {}

  /**
   * A secret to show. Of parallel calls, only the last one's secret can be confirmed. A user who already has an app
   * gives a code of it, or a recovery code, and keeps it until the new one is confirmed.
   * @throws MfaErrors.code_required, .code_invalid, .too_many_attempts
   */
  async begin({ userId, sessionId }: UserPrincipal, code: string | undefined): Promise<Proposed> {
    const outcome = await this.transactions.run(async (): Promise<Outcome<Proposed>> => {
      const { user } = await this.principals.hold({ userId, sessionId });
      const replaces = await this.devices.isEnrolled(userId);
      const refusal = replaces ? await this.refusalOfExisting(user, code) : null;
      if (refusal) {
        await this.trail.record(TotpEvents.enrolled, { targetUserId: userId, resourceId: userId, status: 'failure', metadata: { replaces, reason: refusal.kind } });
        return { refusal };
      }
      const secret = await this.devices.propose(userId);
      await this.trail.record(TotpEvents.enrolled, { targetUserId: userId, resourceId: userId, metadata: { replaces } });
      return { value: { secret, uri: provisioningUri(secret, { issuer: this.settings.values.APP_NAME, account: nameOf(user) }) } };
    });
    return valueOf(outcome);
  }

  /**
   * Confirms the app with its first code and returns the recovery codes. Of parallel calls one wins.
   * @throws MfaErrors.nothing_to_confirm, .code_invalid, .too_many_attempts
   */
  async confirm({ userId, sessionId }: UserPrincipal, code: string): Promise<string[]> {
    const outcome = await this.transactions.run(async (): Promise<Outcome<string[]>> => {
      const { user } = await this.principals.hold({ userId, sessionId });
      const refusal = await this.refusalOfFirst(user, code);
      if (refusal) {
        await this.trail.record(TotpEvents.confirmed, { targetUserId: userId, resourceId: userId, status: 'failure', metadata: { reason: refusal.kind } });
        return { refusal };
      }
      return { value: await this.enable(user, sessionId) };
    });
    return valueOf(outcome);
  }

  private async refusalOfExisting(user: User, code: string | undefined): Promise<CodeRefusal | null> {
    if (code === undefined) throw MfaErrors.code_required();
    const check = await this.codes.check(user, code);
    return check.kind === 'right' ? null : check;
  }

  private async refusalOfFirst(user: User, code: string): Promise<CodeRefusal | null> {
    const spent = await this.budget.spend(user.id, 'totp');
    if (!spent.allowed) return { kind: 'exhausted', retryAfterSeconds: spent.retryAfterSeconds };
    const confirmed = await this.devices.confirm(user.id, digitsOf(code));
    // Thrown inside the transaction, so that a guess without a pending device is not counted.
    if (confirmed === 'nothing_pending') throw MfaErrors.nothing_to_confirm();
    if (confirmed === 'wrong_code') return { kind: 'wrong' };
    await this.budget.forget(user.id, 'totp');
    return null;
  }

  private async enable(user: User, keep: SessionId): Promise<string[]> {
    const replaced = user.mfaEnabled;
    await this.mfa.set(user.id, true, keep);
    const codes = await this.recoveryCodes.replace(user.id);
    await this.notices.tell(user, replaced ? 'mfa-replaced' : 'mfa-enabled', replaced ? totpReplacedMail() : totpEnabledMail());
    await this.trail.record(TotpEvents.confirmed, { targetUserId: user.id, resourceId: user.id, metadata: { replaced } });
    return codes;
  }
}

/** A refusal is thrown only now, because the transaction that counted the code had to commit first. */
function valueOf<T>(outcome: Outcome<T>): T {
  if ('refusal' in outcome) throw refusalOf(outcome.refusal);
  return outcome.value;
}

function nameOf(user: User): string {
  return user.email ?? user.username ?? user.pendingEmail ?? 'account';
}
