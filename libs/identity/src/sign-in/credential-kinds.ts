import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { Disowned } from '../not-me/disowned.js';

/**
 * One kind of what users sign in or prove themselves by, kept by a lib of its own: authenticator apps,
 * passkeys, identities at providers. What becomes of it where an account comes to its owner, or comes
 * back, is said together, so that no kind is forgotten. All in transactions that hold the user's row.
 */
export interface CredentialKind {
  /** How many ways to sign in the user has by it; 0 for what only stands beside one. */
  countWaysIn(userId: UserId): Promise<number>;
  /** The address was proven for the first time: what was set up before may be another's. */
  removeAll(userId: UserId): Promise<void>;
  /** Removes what was disowned, and records what it removed. */
  removeDisowned(userId: UserId, disowned: Disowned): Promise<void>;
}

/** The kinds there are, besides passwords, which are identity's own. */
@Injectable()
export class CredentialKinds {
  private readonly kinds: CredentialKind[] = [];

  /** At start, by the lib that keeps the kind. */
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
