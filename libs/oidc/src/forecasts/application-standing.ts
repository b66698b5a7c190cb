import { Clock, type ApplicationId, type GrantId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

interface StandingGrant {
  readonly id: GrantId;
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly tenantId: TenantId | null;
}

/** What an application has that stands, as the running transaction sees it. */
export interface Standing {
  /** The newest first. */
  readonly grants: readonly StandingGrant[];
  readonly tokens: number;
  readonly secrets: number;
}

@Injectable()
export class ApplicationStanding {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async of(id: ApplicationId): Promise<Standing> {
    const { manager } = this.transactions;
    const parameters = [id, this.clock.now()];
    const grants = await manager.query<StandingGrant[]>(`SELECT id, user_id AS "userId", session_id AS "sessionId", tenant_id AS "tenantId" FROM (${STANDING}) g ORDER BY created_at DESC, id`, parameters);
    const [counted] = await manager.query<{ tokens: number; secrets: number }[]>(
      `SELECT (SELECT count(*)::int FROM oidc_artefacts t JOIN applications a ON a.id = t.application_id AND a.status = 'ACTIVE'
                WHERE t.application_id = $1 AND t.consumed_at IS NULL AND t.expires_at > $2
                  AND (t.kind = 'ClientCredentials' OR (t.kind IN ('AccessToken', 'RefreshToken') AND t.grant_id IN (SELECT id FROM (${STANDING}) g)))) AS tokens,
              (SELECT count(*)::int FROM application_secrets WHERE application_id = $1) AS secrets`,
      parameters,
    );
    return { grants, tokens: counted?.tokens ?? 0, secrets: counted?.secrets ?? 0 };
  }
}

const STANDING = `
  SELECT g.* FROM oidc_grants g JOIN applications a ON a.id = g.application_id JOIN sessions s ON s.id = g.session_id JOIN users u ON u.id = g.user_id
   WHERE g.application_id = $1 AND a.status = 'ACTIVE' AND g.ended_at IS NULL AND s.ended_at IS NULL AND least(s.expires_at, s.idle_expires_at) > $2 AND u.status = 'ACTIVE'`;
