import { AuditTrail } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { SecondFactorCodesPort } from './second-factor-codes.port.js';

export interface GivenFactors {
  /** The stored hash that matched the password; null for an account without one. */
  readonly matched: string | null;
  readonly code: string | undefined;
}

/** Every factor that the account has, once the user's row is held. */
@Injectable()
export class FactorProof {
  constructor(
    private readonly credentials: PasswordCredentials,
    private readonly codes: SecondFactorCodesPort,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * In the transaction that holds the row: why `given` proves nothing, or null. The transaction is committed all the same, since it keeps
   * a code that was counted; it is no success then, and the caller puts its refusal on record.
   */
  async refusal(user: User, given: GivenFactors): Promise<'changed_meanwhile' | 'wrong_code' | null> {
    const reason = await this.judge(user, given);
    if (reason !== null) await this.trail.leaveToOthers();
    return reason;
  }

  private async judge(user: User, { matched, code }: GivenFactors): Promise<'changed_meanwhile' | 'wrong_code' | null> {
    if ((await this.credentials.hashOf(user.id)) !== matched) return 'changed_meanwhile';
    return user.mfaEnabled && (code === undefined || !(await this.codes.accept(user, code))) ? 'wrong_code' : null;
  }
}
