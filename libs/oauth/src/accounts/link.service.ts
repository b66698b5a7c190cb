import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { mayBeginSession, NotMe } from '@authengine/identity';
import { Clock, type SessionId, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { type Session, Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import type { ProviderIdentity } from '../providers/provider-identity.js';
import { ProviderTitles } from '../providers/provider-titles.js';
import { identityLinkedMail } from './account.mails.js';
import { LinkedIdentities } from './linked-identities.js';
import type { LinkedIdentity } from './linked-identity.entity.js';

/** Links an identity at a provider to a signed-in user who asked for it. */
@Injectable()
export class LinkService {
  constructor(
    private readonly identities: LinkedIdentities,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly mailer: Mailer,
    private readonly notMe: NotMe,
    private readonly titles: ProviderTitles,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Links the proven identity to the user, while the session in which they asked still stands. An identity that is linked
   * to them already is no error.
   * @throws OAuthErrors.identity_taken, OAuthErrors.session_ended
   */
  link(identity: ProviderIdentity, { userId, sessionId }: { readonly userId: UserId; readonly sessionId: SessionId }): Promise<LinkedIdentity> {
    return this.transactions.run(async () => {
      const known = await this.identities.claim(identity);
      const user = await this.users.lock(userId);
      const session = await this.standing(sessionId, userId);
      if (!user || !mayBeginSession(user) || !session) throw OAuthErrors.session_ended();
      if (known && known.userId !== userId) throw OAuthErrors.identity_taken();
      if (known) return known;
      const linked = await this.identities.add(userId, identity);
      if (user.email !== null && user.emailVerifiedAt !== null) await this.mailer.enqueue('identity-linked', user.email, identityLinkedMail(this.titles.of(identity.provider), this.clock.now(), await this.notMe.link(user, { began: session.createdAt, strategy: session.authStrategy })));
      await this.trail.record(OAuthEvents.linked, {
        actorId: userId,
        targetUserId: userId,
        resourceId: userId,
        metadata: { provider: identity.provider, identity_id: linked.id, provider_email: linked.providerEmail, by: 'user' },
      });
      return linked;
    });
  }

  private async standing(sessionId: SessionId, userId: UserId): Promise<Session | null> {
    const session = await this.sessions.lock(sessionId);
    const now = this.clock.now();
    return session?.userId === userId && session.endedAt === null && session.expiresAt > now && session.idleExpiresAt > now ? session : null;
  }
}
