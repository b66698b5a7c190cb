import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { CredentialKinds } from './credential-kinds.js';

/**
 * How many ways to sign in a user has, so that the last one is never removed. A password counts where
 * the address it is used with is proven; provider identities and passkeys count one each. A magic link
 * does not: a mailbox proves an address and is no credential of the account, and an organization may
 * turn it off.
 */
@Injectable()
export class SignInMethods {
  constructor(
    private readonly kinds: CredentialKinds,
    private readonly transactions: Transactions,
  ) {}

  /** To be asked in a transaction that holds the user's row (`Users.lock`): two removals then see each other. */
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
