import { User } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';

/** Addresses that accounts wait for, whether or not a mail has asked for their proof. */
@Injectable()
export class AwaitedAddresses {
  constructor(private readonly transactions: Transactions) {}

  /** Whether an account other than this one waits for the address: then a click does not tell which of the two its owner means. */
  byAnother(email: string, than: UserId): Promise<boolean> {
    return this.transactions.manager.existsBy(User, { pendingEmail: email, id: Not(than) });
  }
}
