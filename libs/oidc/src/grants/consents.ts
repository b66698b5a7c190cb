import { AuditTrail } from '@authengine/contracts';
import { Clock, type ApplicationId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { Application } from '../applications/application.entity.js';
import { Consent } from './consent.entity.js';
import { deletedMeanwhile } from './deleted-meanwhile.js';
import { GrantEvents } from './grant.events.js';
import { Grants } from './grants.js';

/** What users have agreed to, and its withdrawal. */
@Injectable()
export class Consents {
  constructor(
    private readonly transactions: Transactions,
    private readonly grants: Grants,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /** The agreed scopes; null for none. */
  async of(userId: UserId, applicationId: ApplicationId): Promise<readonly string[] | null> {
    return (await this.transactions.manager.findOneBy(Consent, { userId, applicationId }))?.scopes ?? null;
  }

  /** The newest first. */
  async list(userId: UserId): Promise<{ readonly applicationId: ApplicationId; readonly name: string; readonly scopes: string[]; readonly createdAt: Date; readonly updatedAt: Date }[]> {
    const rows = await this.transactions.manager.query<{ application_id: ApplicationId; name: string; scopes: string[]; created_at: Date; updated_at: Date }[]>(
      'SELECT c.application_id, a.name, c.scopes, c.created_at, c.updated_at FROM oidc_consents c JOIN applications a ON a.id = c.application_id WHERE c.user_id = $1 ORDER BY c.created_at DESC, c.application_id',
      [userId],
    );
    return rows.map((row) => ({ applicationId: row.application_id, name: row.name, scopes: row.scopes, createdAt: row.created_at, updatedAt: row.updated_at }));
  }

  /** Adds to what was agreed to before. Resolves with false where the user or the application has been deleted meanwhile. */
  async give(userId: UserId, { id: applicationId, name }: Pick<Application, 'id' | 'name'>, scopes: readonly string[]): Promise<boolean> {
    const given = this.transactions.run(async () => {
      await this.transactions.manager.query(
        `INSERT INTO oidc_consents (user_id, application_id, scopes, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (user_id, application_id) DO UPDATE
           SET scopes = ARRAY(SELECT DISTINCT unnest(oidc_consents.scopes || EXCLUDED.scopes) ORDER BY 1), updated_at = EXCLUDED.updated_at`,
        [userId, applicationId, [...new Set(scopes)].sort(), this.clock.now()],
      );
      await this.trail.record(GrantEvents.consented, { actorId: userId, targetUserId: userId, resourceId: applicationId, metadata: { name, scopes } });
      return true;
    });
    return (await given.catch(deletedMeanwhile)) !== null;
  }

  /** Once this has resolved, no node accepts a token that the application has for this user. */
  async withdraw(userId: UserId, { id: applicationId, name }: Pick<Application, 'id' | 'name'>): Promise<void> {
    await this.transactions.run(async () => {
      await this.transactions.manager.delete(Consent, { userId, applicationId });
      const ended = await this.grants.endOfApplication(userId, applicationId, 'withdrawn');
      await this.trail.record(GrantEvents.withdrawn, { actorId: userId, targetUserId: userId, resourceId: applicationId, metadata: { name, grants_ended: ended } });
    });
  }
}
