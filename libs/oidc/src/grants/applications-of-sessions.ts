import { Transactions } from '@authengine/persistence';
import type { SessionId } from '@authengine/kernel';
import { SessionUses, type SessionUse } from '@authengine/sessions';
import { Injectable, type OnModuleInit } from '@nestjs/common';

interface Row extends SessionUse {
  readonly session_id: SessionId;
}

/** Tells the list of a user's sessions which applications were signed in to in each. */
@Injectable()
export class ApplicationsOfSessions implements OnModuleInit {
  constructor(
    private readonly uses: SessionUses,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.uses.by((ids) => this.read(ids));
  }

  private async read(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, readonly SessionUse[]>> {
    const rows = await this.transactions.manager.query<Row[]>(
      `SELECT DISTINCT g.session_id, a.id, a.name FROM oidc_grants g JOIN applications a ON a.id = g.application_id
        WHERE g.session_id = ANY($1::uuid[]) AND g.ended_at IS NULL AND a.status = 'ACTIVE' ORDER BY a.name, a.id`,
      [ids],
    );
    const found = new Map<SessionId, SessionUse[]>();
    for (const { session_id, id, name } of rows) found.set(session_id, [...(found.get(session_id) ?? []), { id, name }]);
    return found;
  }
}
