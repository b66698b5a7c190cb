import { spellingsOf } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { entryToJson, type AuditEntry } from '../../entry/audit-entry.js';
import { ADDRESS_FIELDS, type PersonErasure } from '../../erasure/without-person.js';
import { AuditStore, type AuditFilter, type AuditWindow } from '../audit-store.js';
import { AuditEntryRow } from './audit-entry.entity.js';

const APPEND = `
INSERT INTO audit_entries (id, action, resource, resource_id, actor_id, target_user_id, tenant_id, status, ip_address, user_agent, request_id, metadata, created_at)
SELECT id, action, resource, resource_id, actor_id, target_user_id, tenant_id, status, ip_address, user_agent, request_id, metadata, created_at
  FROM jsonb_to_recordset($1::jsonb) AS entry (
    id uuid, action text, resource text, resource_id text, actor_id text, target_user_id text, tenant_id text, status text,
    ip_address text, user_agent text, request_id text, metadata jsonb, created_at timestamptz)
ON CONFLICT (id) DO NOTHING`;

const ERASE_BY_ID = `
UPDATE audit_entries SET
  ip_address = CASE WHEN actor_id IS NULL OR actor_id = $1 THEN NULL ELSE ip_address END,
  user_agent = CASE WHEN actor_id IS NULL OR actor_id = $1 THEN NULL ELSE user_agent END,
  metadata = CASE WHEN target_user_id = $1 THEN metadata - $2::text[] ELSE metadata END
WHERE actor_id = $1 OR target_user_id = $1`;

const eraseByAddress = (field: string): string => `
UPDATE audit_entries SET
  ip_address = CASE WHEN actor_id IS NULL AND target_user_id IS NULL THEN NULL ELSE ip_address END,
  user_agent = CASE WHEN actor_id IS NULL AND target_user_id IS NULL THEN NULL ELSE user_agent END,
  metadata = metadata - '${field}'
WHERE metadata->>'${field}' = ANY($1) AND created_at <= $2`;

/** The audit log in a Postgres table, when there is no MongoDB. It joins the relay's transaction. */
@Injectable()
export class PostgresAuditStore extends AuditStore {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async append(entries: readonly AuditEntry[]): Promise<void> {
    await this.transactions.manager.query(APPEND, [JSON.stringify(entries.map(entryToJson))]);
  }

  async erase({ pseudonym, address, erasedAt }: PersonErasure, personal: readonly string[]): Promise<void> {
    await this.transactions.run(async () => {
      const { manager } = this.transactions;
      await manager.query(ERASE_BY_ID, [pseudonym, personal]);
      if (address === null) return;
      for (const field of ADDRESS_FIELDS) await manager.query(eraseByAddress(field), [spellingsOf(address), erasedAt]);
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.transactions.manager.query('DELETE FROM audit_entries WHERE id = ANY($1::uuid[])', [ids]);
  }

  query(filter: AuditFilter, window: AuditWindow): Promise<AuditEntry[]> {
    const query = this.transactions.manager.createQueryBuilder(AuditEntryRow, 'entry');
    const equal = { actorId: filter.actorId, targetUserId: filter.targetUserId, tenantId: filter.tenantId, resource: filter.resource, ipAddress: filter.ipAddress, requestId: filter.requestId };
    for (const [property, value] of Object.entries(equal)) {
      if (value === null) query.andWhere(`entry.${property} IS NULL`);
      else if (value !== undefined) query.andWhere(`entry.${property} = :${property}`, { [property]: value });
    }
    if (filter.ids) query.andWhere('entry.id = ANY(:ids)', { ids: filter.ids });
    for (const [column, values] of Object.entries({ action: filter.actions, status: filter.statuses })) {
      // With one value the index returns the rows in order; with several values they would have to be sorted.
      if (values?.length === 1) query.andWhere(`entry.${column} = :${column}`, { [column]: values[0] });
      else if (values) query.andWhere(`entry.${column} = ANY(:${column})`, { [column]: values });
    }
    if (filter.naming) query.andWhere(`(${ADDRESS_FIELDS.map((field) => `entry.metadata->>'${field}' = ANY(:naming)`).join(' OR ')})`, { naming: filter.naming });
    if (filter.from) query.andWhere('entry.createdAt >= :from', { from: filter.from });
    if (filter.to) query.andWhere('entry.createdAt <= :to', { to: filter.to });
    if (window.after) query.andWhere('(entry.createdAt, entry.id) < (:lastAt, :lastId)', { lastAt: window.after.createdAt, lastId: window.after.id });
    return query.orderBy('entry.createdAt', 'DESC').addOrderBy('entry.id', 'DESC').limit(window.limit).getMany();
  }

  find(ids: readonly string[]): Promise<AuditEntry[]> {
    return this.transactions.manager.createQueryBuilder(AuditEntryRow, 'entry').where('entry.id = ANY(:ids)', { ids }).getMany();
  }

  /** Entries come from the same Postgres: when it is away, there is nothing to ship. */
  ready(): Promise<void> {
    return Promise.resolve();
  }
}
