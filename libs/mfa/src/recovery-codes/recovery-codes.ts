import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { IsNull, MoreThanOrEqual } from 'typeorm';
import { canonicalRecoveryCode, hashRecoveryCode, newRecoveryCode } from './recovery-code.js';
import { RecoveryCode } from './recovery-code.entity.js';

const CODES = 10;

/** Codes that replace a lost authenticator app, each once. Call the methods with the user's row locked. */
@Injectable()
export class RecoveryCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** New codes to show this once; earlier codes stop working. */
  async replace(userId: UserId): Promise<string[]> {
    const codes = Array.from({ length: CODES }, newRecoveryCode);
    const createdAt = this.clock.now();
    await this.removeAll(userId);
    await this.transactions.manager.insert(
      RecoveryCode,
      codes.map((code) => ({ userId, codeHash: hashRecoveryCode(userId, canonicalRecoveryCode(code) ?? code), createdAt, usedAt: null })),
    );
    return codes;
  }

  /** Uses the code up in one statement: of any number of parallel tries one succeeds. */
  async accept(userId: UserId, text: string): Promise<boolean> {
    const code = canonicalRecoveryCode(text);
    if (code === null) return false;
    const [rows] = await this.transactions.manager.query<[unknown[], number]>(
      'UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING user_id',
      [userId, hashRecoveryCode(userId, code), this.clock.now()],
    );
    return rows.length > 0;
  }

  /** Includes used codes. */
  of(userId: UserId): Promise<RecoveryCode[]> {
    return this.transactions.manager.find(RecoveryCode, { where: { userId }, order: { usedAt: 'ASC', codeHash: 'ASC' } });
  }

  left(userId: UserId): Promise<number> {
    return this.transactions.manager.countBy(RecoveryCode, { userId, usedAt: IsNull() });
  }

  /** Removes codes that were made since then. Returns whether there were any. */
  async removeMadeSince(userId: UserId, since: Date): Promise<boolean> {
    const { affected } = await this.transactions.manager.delete(RecoveryCode, { userId, createdAt: MoreThanOrEqual(since) });
    return (affected ?? 0) > 0;
  }

  async removeAll(userId: UserId): Promise<void> {
    await this.transactions.manager.delete(RecoveryCode, { userId });
  }
}
