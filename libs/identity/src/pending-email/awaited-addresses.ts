import { User } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';

/** Addresses that accounts wait for, whether or not a mail has been sent to prove them. */
@Injectable()
export class AwaitedAddresses {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Whether an account other than `than` waits for the address: then a click does not show which of the two its owner
   * means.
   */
  byAnother(email: string, than: UserId): Promise<boolean> {
    return this.transactions.manager.existsBy(User, { pendingEmail: email, id: Not(than) });
  }
}
