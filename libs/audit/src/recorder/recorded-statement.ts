import { RecordedStatementPort, ServerErrors, type AuditDetails, type AuditEvent, type EntryParameters, type EntryPlaces } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { entryToJson } from '../entry/audit-entry.js';
import { composeEntry } from '../entry/compose-entry.js';
import { EventTelling } from '../listeners/event-telling.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { currentCall } from './audited-call.js';

/** Entries that a feature's own statement adds to the outbox. */
@Injectable()
export class RecordedStatement extends RecordedStatementPort {
  constructor(
    private readonly transactions: Transactions,
    private readonly relay: AuditRelay,
    private readonly clock: Clock,
    private readonly telling: EventTelling,
  ) {
    super();
  }

  sql({ of, id, entry, actorId, targetUserId }: EntryPlaces): string {
    return `INSERT INTO audit_outbox (id, entry) SELECT ${id}::uuid, ${entry}::jsonb || jsonb_build_object('actor_id', ${actorId}, 'target_user_id', ${targetUserId}) FROM ${of}`;
  }

  async run<T>(event: AuditEvent, details: AuditDetails, write: (entry: EntryParameters) => Promise<T | null>): Promise<T | null> {
    if (this.transactions.active) return null;
    const call = currentCall();
    const entry = composeEntry(event, details, { at: this.clock.now(), tenantId: call?.tenantId ?? null });
    if (this.telling.concerns(entry)) return null;
    const written = await write({ id: entry.id, entry: JSON.stringify(entryToJson(entry)) }).catch((error: unknown) => {
      throw refusesEntry(error) ? ServerErrors.unavailable({ cause: error, log: { reason: 'an audit event could not be recorded', action: entry.action } }) : error;
    });
    if (written === null) return null;
    call?.stands('own');
    this.relay.kick();
    return written;
  }
}

/** PostgreSQL names the table in each of its refusals: of a row, or of all of them. */
function refusesEntry(error: unknown): boolean {
  return error instanceof QueryFailedError && error.message.includes('audit_outbox');
}
