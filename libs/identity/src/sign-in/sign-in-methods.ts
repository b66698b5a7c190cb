import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { CredentialKinds } from './credential-kinds.js';

/**
 * The number of a user's ways to sign in, so that the last one is never removed. A password counts when its address is
 * proven; each provider identity and each passkey counts as one. A magic link does not count: it proves an address, is
 * no credential of the account, and an organization may turn it off.
 */
@Injectable()
export class SignInMethods {
  constructor(
    private readonly kinds: CredentialKinds,
    private readonly transactions: Transactions,
  ) {}

  /** Call this in a transaction that holds the user's row (`Users.lock`), so that two removals see each other. */
  async count(userId: UserId): Promise<number> {
    return (await this.countPasswords(userId)) + (await this.kinds.countWaysIn(userId));
  }

  private async countPasswords(userId: UserId): Promise<number> {
    const rows = await this.transactions.manager.query<unknown[]>(
      'SELECT 1 FROM password_credentials p JOIN users u ON u.id = p.user_id WHERE u.id = $1 AND u.email_verified_at IS NOT NULL',
      [userId],
    );
    return rows.length;
  }
}
