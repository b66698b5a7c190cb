import { Users } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { PasswordCredential } from './password-credential.entity.js';

/** The stored hashes of passwords. Hashing happens earlier, outside any transaction. */
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

  /** Call this in a transaction: sets the user's password, with which the user may now sign in. */
  async set(userId: UserId, hash: string): Promise<void> {
    await this.transactions.manager.upsert(PasswordCredential, { userId, hash, changedAt: this.clock.now() }, ['userId']);
    await this.users.gainStrategy(userId, 'email_password');
  }

  /** Call this in a transaction: removes the user's password. */
  async remove(userId: UserId): Promise<void> {
    await this.transactions.manager.delete(PasswordCredential, { userId });
    await this.users.loseStrategy(userId, 'email_password');
  }

  /** Stores the same password under a newer cost or pepper; does nothing when the password has changed meanwhile. */
  async rehash(userId: UserId, from: string, to: string): Promise<void> {
    await this.transactions.manager.update(PasswordCredential, { userId, hash: from }, { hash: to });
  }
}
