import { Settings } from '@authengine/config';
import { auditEventCatalogue, AuditTrail, erasingEvents } from '@authengine/contracts';
import { Clock, newId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Checkpoints } from '../evidence/checkpoints/checkpoints.js';
import { PLATFORM_LOG, tenantLog, tenantOf } from '../evidence/leaf/log-name.js';
import { LogReader } from '../evidence/places/log-reader.js';
import { AuditStore } from '../store/audit-store.js';
import { LeafSum } from './leaf-sum.js';
import { RetentionEvents } from './retention.events.js';
import { retentionClasses, type RetentionClass } from './retention-rules.js';

const BATCH = 2_000;
const DAY_MS = 24 * 3_600_000;

const EXPIRE = `
UPDATE audit_places SET expired_by = $1, digests = '{}', salts = '{}'
 WHERE entry_id = ANY($2::uuid[]) AND expired_by IS NULL AND platform_index < $3 AND (tenant_index IS NULL OR tenant_index < $4)
RETURNING platform_index, platform_leaf, tenant_index, tenant_leaf`;
const WITHOUT_PLACE = 'SELECT id FROM unnest($1::uuid[]) AS id WHERE NOT EXISTS (SELECT 1 FROM audit_places WHERE entry_id = id)';

interface ExpiredPlace {
  readonly platform_index: string;
  readonly platform_leaf: Buffer;
  readonly tenant_index: string | null;
  readonly tenant_leaf: Buffer | null;
}

/**
 * Removes entries that were kept as long as the settings say. Their places and leaves stay, so the Merkle logs stay whole: a
 * signed checkpoint has the entries first, and an event names them by one hash over their leaves. Digests and salts of their
 * personal fields go with them.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly settings: Settings,
    private readonly reader: LogReader,
    private readonly checkpoints: Checkpoints,
    private readonly store: AuditStore,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Removes everything that is due, or stops between two batches. @throws ContradictionError when somebody has rewritten a log: nothing of it goes */
  async run(isStopping: () => boolean): Promise<void> {
    await this.carryOut();
    const rules = this.settings.values.AUDIT_RETENTION;
    if (rules.length === 0) return;
    const kept = new Set([RetentionEvents.expired.name, ...erasingEvents()]);
    const events = auditEventCatalogue().map(({ name }) => name).filter((name) => !kept.has(name));
    for (const log of await this.reader.names()) {
      for (const each of retentionClasses(rules, tenantOf(log), events)) await this.expireAll(tenantOf(log), each, isStopping);
    }
  }

  private async expireAll(tenantId: string | null, { days, events }: RetentionClass, isStopping: () => boolean): Promise<void> {
    const olderThan = new Date(this.clock.now().getTime() - days * DAY_MS);
    for (let more = true; more && !isStopping(); ) {
      const entries = await this.store.query({ tenantId, actions: events, to: olderThan }, { limit: BATCH });
      const ids = entries.map(({ id }) => id);
      more = ids.length > 0 && (await this.expire(tenantId, ids, { olderThan, events }));
    }
  }

  /** Whether anything of it went. */
  private async expire(tenantId: string | null, ids: readonly string[], { olderThan, events }: { readonly olderThan: Date; readonly events: readonly string[] }): Promise<boolean> {
    // Whoever has these checkpoints, an anchor say, can prove what the log was.
    const platformSize = (await this.checkpoints.now(PLATFORM_LOG))?.size ?? 0;
    const tenantSize = tenantId === null ? 0 : ((await this.checkpoints.now(tenantLog(tenantId)))?.size ?? 0);
    const id = newId();
    const count = await this.transactions.run(async () => {
      const { manager } = this.transactions;
      const [places] = await manager.query<[ExpiredPlace[], number]>(EXPIRE, [id, ids, platformSize, tenantSize]);
      if (places.length === 0) return 0;
      await manager.query('INSERT INTO audit_expiries (id, decided_at) VALUES ($1, $2)', [id, this.clock.now()]);
      const ofTenant = tenantId === null ? {} : { tenant_size: tenantSize, tenant_leaves: sumOf(places, ({ tenant_index, tenant_leaf }) => [tenant_index, tenant_leaf]) };
      await this.trail.record(RetentionEvents.expired, {
        actorId: null,
        tenantId,
        metadata: { expiry_id: id, entries: places.length, older_than: olderThan, events, platform_size: platformSize, platform_leaves: sumOf(places, ({ platform_index, platform_leaf }) => [platform_index, platform_leaf]), ...ofTenant },
      });
      return places.length;
    });
    await this.carryOut();
    const inNoLog = await this.transactions.manager.query<{ id: string }[]>(WITHOUT_PLACE, [ids]);
    // From before the logs began: no evidence is lost with them.
    if (inNoLog.length > 0) await this.store.remove(inNoLog.map((row) => row.id));
    return count + inNoLog.length > 0;
  }

  /** Removes from the store what is decided, also by a process that died since. */
  private async carryOut(): Promise<void> {
    const { manager } = this.transactions;
    for (const { id } of await manager.query<{ id: string }[]>('SELECT id FROM audit_expiries WHERE carried_out_at IS NULL ORDER BY decided_at')) {
      const rows = await manager.query<{ entry_id: string }[]>('SELECT entry_id FROM audit_places WHERE expired_by = $1', [id]);
      await this.store.remove(rows.map(({ entry_id }) => entry_id));
      await manager.query('UPDATE audit_expiries SET carried_out_at = $2 WHERE id = $1', [id, this.clock.now()]);
    }
  }
}

function sumOf(places: readonly ExpiredPlace[], of: (place: ExpiredPlace) => readonly [index: string | null, leaf: Buffer | null]): string {
  const sum = new LeafSum();
  for (const [, leaf] of places.map(of).sort(([a], [b]) => Number(a) - Number(b))) if (leaf) sum.add(leaf);
  return sum.end();
}
