import { AccessErrors, AuditTrail, type UserPrincipal } from '@authengine/contracts';
import { Tenant, User, UserErrors, Users } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors, Sessions, StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { occasion } from '../not-me/occasion.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import { AccountDeletionEvents } from './account-deletion.events.js';
import { deletionRequestedMail } from './account-deletion.mails.js';
import { GRACE_DAYS, PendingDeletions } from './pending-deletions.js';

const UNDO_DELETION = 'undo-deletion';

/** A user deletes the account: it is closed at once and erased days later; until then a mailed link brings it back. */
@Injectable()
export class AccountDeletionService {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly principals: StandingPrincipals,
    private readonly tokens: OneTimeTokens,
    private readonly deletions: PendingDeletions,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * The earliest time of the erasure.
   * @throws UserErrors.owns_tenant: the tenants first need another owner
   */
  request({ userId, sessionId }: UserPrincipal): Promise<Date> {
    return this.transactions.run(async () => {
      const { user } = await this.principals.hold({ userId, sessionId });
      if (user.status !== 'ACTIVE') throw AccessErrors.unauthenticated();
      if (await this.transactions.manager.existsBy(Tenant, { ownerId: userId })) throw UserErrors.owns_tenant();
      const now = this.clock.now();
      const erasedAfter = new Date(now.getTime() + GRACE_DAYS * 86_400_000);
      await this.users.update(userId, { status: 'INACTIVE', deletionRequestedAt: now }, 'revokes');
      const ended = await this.sessions.endAll(userId, 'user_deleted');
      await this.tokens.voidPending(userId);
      await this.tell(user, erasedAfter);
      await this.trail.record(AccountDeletionEvents.requested, { targetUserId: userId, resourceId: userId, metadata: { sessions_ended: ended.length } });
      return erasedAfter;
    });
  }

  /** @throws AuthenticationErrors.invalid_one_time_token */
  undo(token: string): Promise<void> {
    return this.transactions.run(async () => {
      const claimed = await this.tokens.claim(UNDO_DELETION, token);
      const user = claimed?.userId ? await this.users.lock(claimed.userId) : null;
      if (!user || user.deletionRequestedAt === null || user.email !== claimed?.payload['email']) throw AuthenticationErrors.invalid_one_time_token();
      await this.deletions.cancel(user);
      await this.tokens.void(user.id, [UNDO_DELETION]);
      await this.trail.record(AccountDeletionEvents.undone, { actorId: user.id, targetUserId: user.id, resourceId: user.id });
    });
  }

  private async tell({ id, email }: User, erasedAfter: Date): Promise<void> {
    if (email === null) return;
    await this.tokens.void(id, [UNDO_DELETION]);
    const token = await this.tokens.issue({ purpose: UNDO_DELETION, ttlSeconds: GRACE_DAYS * 86_400, userId: id, payload: { email } });
    await this.mailer.enqueue('deletion-requested', email, deletionRequestedMail(occasion(this.clock.now()), erasedAfter, this.links.undoDeletion(token)));
  }
}
