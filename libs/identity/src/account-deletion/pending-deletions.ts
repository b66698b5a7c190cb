import { type User, Users } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

export const GRACE_DAYS = 14;

/** Accounts whose owners asked to delete them, until the time to think again is over. */
@Injectable()
export class PendingDeletions {
  constructor(
    private readonly users: Users,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** In a transaction that holds the user's row: the account stands again, as far as nobody else has stopped it. */
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

  /** An administrator who made an account active again has called its deletion off. */
  async forgetCalledOff(): Promise<void> {
    await this.users.forgetDeletionsCalledOff();
  }

  private dueBefore(): Date {
    return new Date(this.clock.now().getTime() - GRACE_DAYS * 86_400_000);
  }
}
