import type { User } from '@authengine/directory';
import type { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { OwnerNotices } from '../notices/owner-notices.js';
import { canonicalRecoveryCode } from '../recovery-codes/recovery-code.js';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { TotpDevices } from '../totp/totp-devices.js';
import { recoveryCodeUsedMail, secondFactorGuessedMail } from './code.mails.js';
import { CodeBudget, type GuessKind } from './code-budget.js';
import { MfaErrors } from '../mfa.errors.js';

export type CodeRefusal = { readonly kind: 'wrong' } | { readonly kind: 'exhausted'; readonly retryAfterSeconds: number };
export type CodeCheck = { readonly kind: 'right'; readonly method: GuessKind } | CodeRefusal;

/** The one place that checks codes of a second factor, from the authenticator app or for recovery. */
@Injectable()
export class CodeChecks {
  constructor(
    private readonly budget: CodeBudget,
    private readonly devices: TotpDevices,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly notices: OwnerNotices,
  ) {}

  /**
   * Call this in a transaction that holds the user's row, and commit it whatever the result: it counts a wrong code and
   * uses a right one up.
   */
  async check(user: User, text: string): Promise<CodeCheck> {
    const method = kindOf(text);
    const spent = await this.budget.spend(user.id, method);
    if (!spent.allowed) return { kind: 'exhausted', retryAfterSeconds: spent.retryAfterSeconds };
    if (await this.accept(user, text, method)) {
      await this.budget.forget(user.id, method);
      return { kind: 'right', method };
    }
    if (spent.telling) await this.notices.tell(user, 'second-factor-guessed', secondFactorGuessedMail());
    return { kind: 'wrong' };
  }

  private async accept(user: User, text: string, method: GuessKind): Promise<boolean> {
    if (method === 'totp') return this.devices.accept(user.id, digitsOf(text));
    if (!(await this.recoveryCodes.accept(user.id, text))) return false;
    await this.notices.tell(user, 'recovery-code-used', recoveryCodeUsedMail(await this.recoveryCodes.left(user.id)));
    return true;
  }
}

/** The error for a signed-in user; a login has an error of its own, which reveals nothing. */
export function refusalOf(check: CodeRefusal): DomainError {
  if (check.kind === 'wrong') return MfaErrors.code_invalid();
  return MfaErrors.too_many_attempts({ retryAfterSeconds: check.retryAfterSeconds });
}

/** Six digits; apps show them in two groups. */
export function digitsOf(text: string): string {
  return text.replace(/\s/g, '');
}

/** Only text in the form of a recovery code is free of the daily limit, because nobody can guess such a code. */
function kindOf(text: string): GuessKind {
  return canonicalRecoveryCode(text) === null ? 'totp' : 'recovery_code';
}
