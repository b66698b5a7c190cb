import { type User, Users } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

export const GRACE_DAYS = 14;

/** Accounts that their owners asked to delete, until the time to reconsider is over. */
@Injectable()
export class PendingDeletions {
  constructor(
    private readonly users: Users,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Call this in a transaction that holds the user's row: restores the account, unless an administrator has deactivated
   * it.
   */
  async cancel(user: User): Promise<void> {
    if (user.deletionRequestedAt === null) return;
    const status = user.status === 'INACTIVE' && !user.deactivated ? 'ACTIVE' : user.status;
    await this.users.update(user.id, { deletionRequestedAt: null, status }, 'grants');
  }

  isDue(user: User): boolean {
    return user.status !== 'ACTIVE' && user.deletionRequestedAt !== null && user.deletionRequestedAt <= this.dueBefore();
  }

  async due(): Promise<UserId[]> {
    const rows = await this.transactions.manager.query<{ id: UserId }[]>(
      "SELECT id FROM users WHERE deletion_requested_at <= $1 AND status <> 'ACTIVE' ORDER BY deletion_requested_at",
      [this.dueBefore()],
    );
    return rows.map((row) => row.id);
  }

  /** An administrator who made an account active again has cancelled its deletion. */
  async forgetCalledOff(): Promise<void> {
    await this.users.forgetDeletionsCalledOff();
  }

  private dueBefore(): Date {
    return new Date(this.clock.now().getTime() - GRACE_DAYS * 86_400_000);
  }
}
