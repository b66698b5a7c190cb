import { AuditTrail } from '@authengine/contracts';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { ResetLinks } from '../password-reset/reset-links.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { Sessions } from '../sessions/sessions.js';
import { Users } from '../users/users.js';
import { NOT_ME } from './not-me.js';
import { NotMeEvents } from './not-me.events.js';

/** The mail's token is written a moment after what the mail tells of. */
const MARGIN_MS = 60_000;

/** Removes, in the transaction of the disowning, the ways in of one kind that the user has had only since `since`. */
export type DropWaysInSince = (userId: UserId, since: Date) => Promise<void>;

/**
 * "This was not me": whoever is in is out, and cannot come back by the password they know or have
 * set, nor by what they have added since. The owner gets a mail to choose a new password; their own
 * second factors and passkeys stay.
 */
@Injectable()
export class DisowningService {
  private readonly drops: DropWaysInSince[] = [];

  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly credentials: PasswordCredentials,
    private readonly resetLinks: ResetLinks,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** At start, by a lib that keeps ways in of its own (linked identities, factors, passkeys). */
  onDisowned(drop: DropWaysInSince): void {
    this.drops.push(drop);
  }

  /** @throws AuthenticationErrors.invalid_one_time_token */
  disown(token: string): Promise<void> {
    return this.transactions.run(async () => {
      const claimed = await this.tokens.claim(NOT_ME, token);
      const user = claimed?.userId ? await this.users.lock(claimed.userId) : null;
      // Once the address is another's, the mailbox of the old one has no say any more.
      if (!user || user.email === null || user.email !== claimed?.payload['email']) throw AuthenticationErrors.invalid_one_time_token();
      const ended = await this.secure({ id: user.id, email: user.email }, claimed.createdAt);
      await this.trail.record(NotMeEvents.disowned, { actorId: user.id, targetUserId: user.id, resourceId: user.id, metadata: { sessions_ended: ended } });
    });
  }

  /**
   * In a transaction that holds the user's row, asked for by whoever reads the mails to `email`: all of
   * that happens but the record. Resolves with how many sessions ended.
   */
  async secure({ id, email }: { readonly id: UserId; readonly email: string }, toldAt: Date): Promise<number> {
    const ended = await this.sessions.endAll(id, 'disowned');
    await this.credentials.remove(id);
    await this.tokens.voidPending(id);
    await this.tokens.void(id, [NOT_ME]);
    const since = new Date(toldAt.getTime() - MARGIN_MS);
    for (const drop of this.drops) await drop(id, since);
    await this.users.changed([id]);
    await this.resetLinks.send(id, email);
    return ended.length;
  }
}
