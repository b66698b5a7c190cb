import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { ApplicationLoop, BackgroundLoop, Transactions } from '@authengine/persistence';
import { Sessions } from '@authengine/sessions';
import { Injectable, Logger } from '@nestjs/common';
import { UserErasure } from './user-erasure.js';
import { AccountDeletionEvents } from './account-deletion.events.js';
import { PendingDeletions } from './pending-deletions.js';

const INTERVAL_MS = 3_600_000;

/**
 * Erases accounts whose time to reconsider is over. The audit log still shows that there was a user with that id. Any
 * number of processes may run it.
 */
@Injectable()
export class AccountErasure extends ApplicationLoop {
  private readonly log = new Logger('AccountErasure');
  protected readonly loop = new BackgroundLoop(() => this.eraseDue(), {
    intervalMs: INTERVAL_MS,
    onFault: (error) => {
      this.log.warn({ err: error }, 'accounts could not be erased; tried again later');
    },
  });

  constructor(
    private readonly deletions: PendingDeletions,
    private readonly users: Users,
    private readonly erasure: UserErasure,
    private readonly sessions: Sessions,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {
    super();
  }

  /** Erases all accounts that are due now; a failure with one does not stop the others. */
  async eraseDue(): Promise<void> {
    await this.deletions.forgetCalledOff();
    for (const id of await this.deletions.due()) {
      try {
        await this.transactions.run(() => this.erase(id));
      } catch (error) {
        this.log.warn({ err: error, user_id: id }, 'an account could not be erased; tried again later');
      }
    }
  }

  private async erase(id: UserId): Promise<void> {
    const user = await this.users.lock(id);
    // While this waited for the row, the deletion was undone or another process did it.
    if (!user || !this.deletions.isDue(user)) return;
    await this.sessions.endAll(id, 'user_deleted');
    await this.erasure.erase(user);
    await this.trail.record(AccountDeletionEvents.erased, { actorId: null, targetUserId: id, resourceId: id });
  }
}
