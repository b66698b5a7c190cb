import { Users } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { PasswordCredential } from './password-credential.entity.js';

/** The stored hashes of passwords; hashing itself happens before, outside any transaction. */
@Injectable()
export class PasswordCredentials {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  async hashOf(userId: UserId): Promise<string | null> {
    const credential = await this.transactions.manager.findOneBy(PasswordCredential, { userId });
    return credential?.hash ?? null;
  }

  /** In a transaction: the user has this password from now on, and may sign in by it. */
  async set(userId: UserId, hash: string): Promise<void> {
    await this.transactions.manager.upsert(PasswordCredential, { userId, hash, changedAt: this.clock.now() }, ['userId']);
    await this.users.gainStrategy(userId, 'email_password');
  }

  /** In a transaction: the user has no password any more. */
  async remove(userId: UserId): Promise<void> {
    await this.transactions.manager.delete(PasswordCredential, { userId });
    await this.users.loseStrategy(userId, 'email_password');
  }

  /** The same password under a newer cost or pepper; nothing happens when it was changed meanwhile. */
  async rehash(userId: UserId, from: string, to: string): Promise<void> {
    await this.transactions.manager.update(PasswordCredential, { userId, hash: from }, { hash: to });
  }
}
