import { AuditTrail } from '@authengine/contracts';
import { Clock, type ApplicationId } from '@authengine/kernel';
import { VersionedCache, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { EndedToken } from './ended-token.entity.js';
import { tokenTombstone } from './grant-entry.js';
import { GrantEvents } from './grant.events.js';

/** Tokens of applications' own, which hang on no grant, that were revoked. */
@Injectable()
export class EndedTokens {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  async end(tokenId: string, applicationId: ApplicationId, expiresAt: Date): Promise<void> {
    await this.transactions.run(async () => {
      await this.transactions.manager.createQueryBuilder().insert().into(EndedToken).values({ tokenId, endedAt: this.clock.now(), expiresAt }).orIgnore().execute();
      await this.cache.change([tokenTombstone(tokenId, applicationId)], 'revokes');
      await this.trail.record(GrantEvents.tokenRevoked, { actorId: null, resourceId: applicationId });
    });
  }
}
