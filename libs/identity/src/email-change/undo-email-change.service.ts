import { AuditTrail } from '@authengine/contracts';
import { MembershipEvents, Memberships, Users } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { PendingDeletions } from '../account-deletion/pending-deletions.js';
import { disownedBy } from '../not-me/disowned.js';
import { DisowningService } from '../not-me/disowning.service.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { UnprovenRegistrations } from '../registration/unproven-registrations.js';
import { EmailChangeEvents } from './email-change.events.js';
import { EmailChanges, UNDO_EMAIL_CHANGE, type UndoableChange } from './email-changes.js';

/**
 * The owner of the former mailbox takes the account back: the person who changed the address loses access, and
 * everything they set up since then is removed.
 */
@Injectable()
export class UndoEmailChangeService {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly users: Users,
    private readonly memberships: Memberships,
    private readonly changes: EmailChanges,
    private readonly registrations: UnprovenRegistrations,
    private readonly disowning: DisowningService,
    private readonly deletions: PendingDeletions,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws AuthenticationErrors.invalid_one_time_token, also when another account has proven the former address since
   * then
   */
  undo(token: string): Promise<void> {
    return this.transactions.run(async () => {
      const claimed = await this.tokens.claim(UNDO_EMAIL_CHANGE, token);
      const user = claimed?.userId ? await this.users.lock(claimed.userId) : null;
      const { from, since, origin = {} } = (claimed?.payload ?? {}) as Partial<UndoableChange>;
      if (!claimed || !user || from === undefined || since === undefined || user.email === from) throw AuthenticationErrors.invalid_one_time_token();
      const to = user.email;
      // A registration that nobody has proven must not block this.
      await this.registrations.giveUp(from);
      await this.changes.move(user.id, from);
      // Mailboxes that the account got after this change lose their own links to undo one.
      await this.tokens.voidIssuedAfter(user.id, UNDO_EMAIL_CHANGE, claimed.createdAt);
      await this.deletions.cancel(user);
      await this.leaveWhatWasJoined(user.id, claimed.createdAt);
      const ended = await this.disowning.secure({ id: user.id, email: from }, disownedBy(origin, new Date(since)));
      await this.trail.record(EmailChangeEvents.undone, { actorId: user.id, targetUserId: user.id, resourceId: user.id, metadata: { from: to, to: from, sessions_ended: ended } });
    });
  }

  /**
   * Organizations that took the person behind the other address in meant that person, so the account leaves them. An
   * organization that it owns keeps its owner.
   */
  private async leaveWhatWasJoined(userId: UserId, since: Date): Promise<void> {
    for (const tenantId of await this.memberships.joinedAfter(userId, since)) {
      await this.memberships.remove(tenantId, userId);
      await this.users.changed([userId], 'revokes', tenantId);
      await this.trail.record(MembershipEvents.left, { actorId: userId, targetUserId: userId, tenantId, resourceId: userId });
    }
  }
}
