import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { Disowned } from '../not-me/disowned.js';

/**
 * One kind of credential that another lib keeps: authenticator apps, passkeys, identities at providers. Each kind says
 * here what happens to it when an account gets its owner, or returns to its owner, so that no kind is forgotten. Every
 * method runs in a transaction that holds the user's row.
 */
export interface CredentialKind {
  /** The number of the user's ways to sign in of this kind; 0 for a second factor only. */
  countWaysIn(userId: UserId): Promise<number>;
  /** The address was proven for the first time: everything set up before may belong to another person. */
  removeAll(userId: UserId): Promise<void>;
  /** Removes the disowned credentials and records which. */
  removeDisowned(userId: UserId, disowned: Disowned): Promise<void>;
}

/** All kinds besides passwords, which identity keeps itself. */
@Injectable()
export class CredentialKinds {
  private readonly kinds: CredentialKind[] = [];

  /** Called at start by the lib that keeps the kind. */
  add(kind: CredentialKind): void {
    this.kinds.push(kind);
  }

  async countWaysIn(userId: UserId): Promise<number> {
    let total = 0;
    for (const kind of this.kinds) total += await kind.countWaysIn(userId);
    return total;
  }

  async removeAll(userId: UserId): Promise<void> {
    for (const kind of this.kinds) await kind.removeAll(userId);
  }

  async removeDisowned(userId: UserId, disowned: Disowned): Promise<void> {
    for (const kind of this.kinds) await kind.removeDisowned(userId, disowned);
  }
}
