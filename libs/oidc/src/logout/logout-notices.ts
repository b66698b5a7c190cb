import { Settings } from '@authengine/config';
import { Clock, type ApplicationId, type GrantId, type SessionId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { SessionEndings } from '@authengine/sessions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { retryAfterMs } from './retry-rule.js';

/** What is to be sent. */
export interface DueNotice {
  readonly grantId: GrantId;
  readonly applicationId: ApplicationId;
  readonly sessionId: SessionId;
  readonly userId: UserId;
  /** Null where the application wants to be told no more. */
  readonly uri: string | null;
  readonly attempts: number;
}

const COLUMNS = 'grant_id, application_id, session_id, user_id, uri, created_at, next_try_at';

/**
 * Who has to be told of an ended session or grant (OpenID Connect Back-Channel Logout 1.0). The rows are written in the
 * transaction that ends it, whichever act that is: sessions and grants each end in one place.
 */
@Injectable()
export class LogoutNotices implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly endings: SessionEndings,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    if (this.settings.values.OIDC_ENABLED) this.endings.onEnd((ids) => this.ofSessions(ids));
  }

  /** In the transaction that ends these sessions. */
  async ofSessions(ids: readonly SessionId[]): Promise<void> {
    await this.write('g.session_id = ANY($2::uuid[]) AND g.ended_at IS NULL', ids);
  }

  /** In the transaction that ends these grants, before it does. */
  async ofGrants(ids: readonly GrantId[]): Promise<void> {
    await this.write('g.id = ANY($2::uuid[]) AND g.ended_at IS NULL', ids);
  }

  /** In the transaction that removes these applications, before it does. */
  async ofApplications(ids: readonly ApplicationId[]): Promise<void> {
    await this.write('g.application_id = ANY($2::uuid[]) AND g.ended_at IS NULL AND s.ended_at IS NULL AND least(s.expires_at, s.idle_expires_at) > $1', ids);
  }

  /** Takes notices that are due for this process, so many of each application. They come again after `leaseMs` unless it says how they went. */
  async take({ limit, ofEach, leaseMs }: { readonly limit: number; readonly ofEach: number; readonly leaseMs: number }): Promise<DueNotice[]> {
    const now = this.clock.now();
    const [rows] = await this.transactions.manager.query<[Record<string, never>[], number]>(
      `UPDATE oidc_logout_notices n SET attempts = attempts + 1, next_try_at = $2
        WHERE grant_id IN (
          SELECT grant_id FROM oidc_logout_notices WHERE next_try_at <= $1 AND grant_id IN (
            SELECT grant_id FROM (SELECT grant_id, row_number() OVER (PARTITION BY application_id ORDER BY next_try_at, grant_id) AS place FROM oidc_logout_notices WHERE next_try_at <= $1) due WHERE place <= $4)
          ORDER BY next_try_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING grant_id AS "grantId", application_id AS "applicationId", session_id AS "sessionId", user_id AS "userId", attempts,
         (SELECT CASE WHEN count(*) = 0 THEN n.uri ELSE max(a.backchannel_logout_uri) END FROM applications a WHERE a.id = n.application_id) AS uri`,
      [now, new Date(now.getTime() + leaseMs), limit, ofEach],
    );
    return rows as unknown as DueNotice[];
  }

  async done({ grantId }: DueNotice): Promise<void> {
    await this.transactions.manager.query('DELETE FROM oidc_logout_notices WHERE grant_id = $1', [grantId]);
  }

  async later({ grantId, attempts }: DueNotice): Promise<void> {
    await this.transactions.manager.query('UPDATE oidc_logout_notices SET next_try_at = $2 WHERE grant_id = $1', [grantId, new Date(this.clock.now().getTime() + retryAfterMs(attempts))]);
  }

  /** One for each application and session, however many grants it had there. */
  private async write(condition: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.transactions.manager.query(
      `INSERT INTO oidc_logout_notices (${COLUMNS})
       SELECT DISTINCT ON (g.application_id, g.session_id) g.id, g.application_id, g.session_id, g.user_id, a.backchannel_logout_uri, $1::timestamptz, $1::timestamptz
         FROM oidc_grants g JOIN applications a ON a.id = g.application_id JOIN sessions s ON s.id = g.session_id
        WHERE ${condition} AND a.backchannel_logout_uri IS NOT NULL AND a.status = 'ACTIVE'
        ORDER BY g.application_id, g.session_id, g.id
       ON CONFLICT DO NOTHING`,
      [this.clock.now(), ids],
    );
  }
}
