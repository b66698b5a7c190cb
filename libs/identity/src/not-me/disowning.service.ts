import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors, Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { ResetLinks } from '../password-reset/reset-links.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { CredentialKinds } from '../sign-in/credential-kinds.js';
import { disownedBy, type Disowned } from './disowned.js';
import { NOT_ME } from './not-me.js';
import { NotMeEvents } from './not-me.events.js';

/**
 * "This was not me": everyone in the account is signed out. They cannot return with the password they know or have set,
 * with the way they signed in, or with anything they added since. The owner gets a mail to choose a new password, and
 * keeps the second factors and ways to sign in from before.
 */
@Injectable()
export class DisowningService {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly credentials: PasswordCredentials,
    private readonly kinds: CredentialKinds,
    private readonly resetLinks: ResetLinks,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws AuthenticationErrors.invalid_one_time_token */
  disown(token: string): Promise<void> {
    return this.transactions.run(async () => {
      const claimed = await this.tokens.claim(NOT_ME, token);
      const user = claimed?.userId ? await this.users.lock(claimed.userId) : null;
      // When the address belongs to another account, its old mailbox has no power any more.
      if (!user || user.email === null || user.email !== claimed?.payload['email']) throw AuthenticationErrors.invalid_one_time_token();
      const ended = await this.secure({ id: user.id, email: user.email }, disownedBy(claimed.payload, claimed.createdAt));
      await this.trail.record(NotMeEvents.disowned, { actorId: user.id, targetUserId: user.id, resourceId: user.id, metadata: { sessions_ended: ended } });
    });
  }

  /**
   * Call this in a transaction that holds the user's row, for a person who reads the mails to `email`: does everything
   * except the audit entry. Resolves with the number of ended sessions.
   */
  async secure({ id, email }: { readonly id: UserId; readonly email: string }, disowned: Disowned): Promise<number> {
    const ended = await this.sessions.endAll(id, 'disowned');
    await this.credentials.remove(id);
    await this.tokens.voidPending(id);
    await this.tokens.void(id, [NOT_ME]);
    await this.kinds.removeDisowned(id, disowned);
    await this.users.changed([id], 'revokes');
    await this.resetLinks.send(id, email);
    return ended.length;
  }
}
