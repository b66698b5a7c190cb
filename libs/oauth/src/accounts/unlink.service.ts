import { AuditTrail, RequestErrors } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { NotMe, SignInMethods } from '@authengine/identity';
import { Clock, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import { ProviderTitles } from '../providers/provider-titles.js';
import { identityUnlinkedMail } from './account.mails.js';
import { LinkedIdentities } from './linked-identities.js';

/** Removes a way to sign in, but never the last one. */
@Injectable()
export class UnlinkService {
  constructor(
    private readonly identities: LinkedIdentities,
    private readonly methods: SignInMethods,
    private readonly users: Users,
    private readonly mailer: Mailer,
    private readonly notMe: NotMe,
    private readonly titles: ProviderTitles,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws RequestErrors.not_found for an account of somebody else, OAuthErrors.last_way_in */
  async unlink(userId: UserId, id: string): Promise<void> {
    await this.transactions.run(async () => {
      const user = await this.users.lock(userId);
      const identity = user && (await this.identities.find(userId, id));
      if (!identity) throw RequestErrors.not_found();
      if ((await this.methods.count(userId)) <= 1) throw OAuthErrors.last_way_in();
      await this.identities.remove(identity);
      if (user.email !== null && user.emailVerifiedAt !== null) await this.mailer.enqueue('identity-unlinked', user.email, identityUnlinkedMail(this.titles.of(identity.provider), this.clock.now(), await this.notMe.link(user)));
      await this.trail.record(OAuthEvents.unlinked, {
        targetUserId: userId,
        resourceId: userId,
        metadata: { provider: identity.provider, identity_id: identity.id, provider_email: identity.providerEmail },
      });
    });
  }
}
