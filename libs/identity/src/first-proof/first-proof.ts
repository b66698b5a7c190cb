import { AuditTrail } from '@authengine/contracts';
import { User, Users } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { CredentialKinds } from '../sign-in/credential-kinds.js';
import { FirstProofEvents } from './first-proof.events.js';

/** Anyone who registered the address may have written these. */
const NOBODYS = { username: null, firstName: null, lastName: null, avatarUrl: null, phoneNumber: null, phoneVerifiedAt: null, pendingEmail: null } as const;

/**
 * Somebody proves an account's address for the first time. Another person may have registered the address before its
 * owner, so everything set up before is removed.
 */
@Injectable()
export class FirstProof {
  constructor(
    private readonly credentials: PasswordCredentials,
    private readonly sessions: Sessions,
    private readonly tokens: OneTimeTokens,
    private readonly kinds: CredentialKinds,
    private readonly users: Users,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Call this in a transaction that holds the user's row. The address becomes proven and a pending account becomes
   * active. Password, sessions, ways to sign in, second factors, names and pending tokens from before are removed, and
   * the audit log says what was removed. An address that was proven before changes nothing.
   */
  async take(user: User): Promise<void> {
    if (user.emailVerifiedAt !== null) return;
    const fields = {
      emailVerifiedAt: this.clock.now(),
      status: user.status === 'PENDING_VERIFICATION' ? 'ACTIVE' : user.status,
      ...NOBODYS,
    };
    const { mfaEnabled: second_factor } = user;
    // Where a tenant demands a second factor, a user who loses one may do less.
    await this.users.update(user.id, fields, second_factor ? 'revokes' : 'grants');
    const password = (await this.credentials.hashOf(user.id)) !== null;
    const ways_in = await this.kinds.countWaysIn(user.id);
    await this.credentials.remove(user.id);
    const sessions_ended = (await this.sessions.endAll(user.id, 'address_proven')).length;
    await this.tokens.voidPending(user.id);
    await this.kinds.removeAll(user.id);
    if (!password && !second_factor && ways_in === 0 && sessions_ended === 0) return;
    await this.trail.record(FirstProofEvents.stripped, { actorId: null, targetUserId: user.id, resourceId: user.id, metadata: { sessions_ended, password, ways_in, second_factor } });
  }
}
