import { type HeldRole, RecordedStatementPort, RoleDirectoryPort } from '@authengine/contracts';
import type { RefreshTokenContent } from '@authengine/crypto';
import { User } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { PlainColumns, type PreparedStatement, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { RefreshTransport } from '../refresh-cookie/refresh-transport.js';
import { Session } from '../sessions/session.entity.js';
import { Sessions } from '../sessions/sessions.js';
import { RefreshEvents } from './refresh.events.js';

export interface Rotated {
  readonly session: Session;
  readonly user: User;
  readonly roles: readonly HeldRole[];
}

interface Row {
  readonly session: Record<string, unknown>;
  readonly owner: Record<string, unknown>;
  readonly roles: unknown;
}

/**
 * The ordinary refresh in one statement: the current token of a session that stands, sent as its tokens are. Whatever is not
 * that changes nothing here and is left to `RefreshService`, which locks the row and looks closer.
 *
 * Two statements may meet at one session. PostgreSQL lets the second wait for the first, and then tests every condition
 * on the session's row again, as the first has left it (READ COMMITTED). So one of many wins by the counter, and
 * whatever ends sessions has won once it has committed: it ends them in their rows, in the transaction in which a user
 * is suspended or a tenant closed, or a member leaves. The other tables are read as they were when the statement
 * began, which is after every change that had been answered by then.
 */
@Injectable()
export class PlainRotation {
  /** Known once the entities are. */
  private parts: { readonly statement: PreparedStatement; readonly ofSession: PlainColumns<Session>; readonly ofUser: PlainColumns<User> } | undefined;

  constructor(
    private readonly sessions: Sessions,
    private readonly transactions: Transactions,
    private readonly recorded: RecordedStatementPort,
    private readonly roles: RoleDirectoryPort,
    private readonly clock: Clock,
  ) {}

  /** Null when it is no ordinary refresh; nothing has changed then. */
  rotate({ sessionId, counter }: RefreshTokenContent, by: RefreshTransport): Promise<Rotated | null> {
    return this.recorded.run(RefreshEvents.refreshed, { resourceId: sessionId, metadata: { replayed: false } }, async ({ id, entry }) => {
      const { statement, ofSession, ofUser } = (this.parts ??= this.prepare());
      const now = this.clock.now();
      const [row] = await this.transactions.prepared<Row>(statement, [sessionId, counter, now, this.sessions.idleEnd(now), by, id, entry]);
      return row ? { session: ofSession.readJson(row.session), user: ofUser.readJson(row.owner), roles: this.roles.readHeld(row.roles) } : null;
    });
  }

  private prepare(): NonNullable<PlainRotation['parts']> {
    const { manager } = this.transactions;
    const [ofSession, ofUser] = [new PlainColumns(manager, Session, 's'), new PlainColumns(manager, User, 'u')];
    const sql = `
WITH rotated AS (
  UPDATE sessions s SET refresh_counter = s.refresh_counter + 1, rotated_at = $3, last_seen_at = $3, idle_expires_at = $4
    FROM users u
   WHERE s.id = $1 AND s.refresh_counter = $2 AND s.refresh_transport = $5 AND s.ended_at IS NULL AND s.expires_at > $3 AND s.idle_expires_at > $3
     AND u.id = s.user_id AND u.status = 'ACTIVE'
     AND (s.tenant_id IS NULL OR EXISTS (SELECT FROM tenants t JOIN memberships m ON m.tenant_id = t.id AND m.user_id = s.user_id WHERE t.id = s.tenant_id AND t.status = 'ACTIVE'))
  RETURNING u.id AS user_id, to_json(s) AS session, to_json(u) AS owner
), recorded AS (
  ${this.recorded.sql({ of: 'rotated', id: '$6', entry: '$7', actorId: 'user_id', targetUserId: 'user_id' })}
)
SELECT session, owner, ${this.roles.heldSql('rotated.user_id')} AS roles FROM rotated`;
    return { statement: { name: 'plain_rotation', sql }, ofSession, ofUser };
  }
}
