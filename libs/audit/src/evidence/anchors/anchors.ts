import { Settings } from '@authengine/config';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { KeeperLeases } from '../outside/keeper-leases.js';
import { OutsideHttp } from '../outside/outside-http.js';
import type { Anchor, Unanchored } from './anchor.js';
import { BucketAnchor } from './bucket-anchor.js';
import { EndpointAnchor } from './endpoint-anchor.js';
import { FileAnchor } from './file-anchor.js';

const AT_ONCE = 500;

export interface AnchorLag {
  readonly anchor: Anchor['name'];
  /** How many checkpoints it does not have yet. */
  readonly waiting: number;
}

/**
 * Brings checkpoints out of the database, so that whoever can rewrite it cannot take back what was signed. One node at a time
 * brings them to an anchor, so each arrives once; after a node is killed, some may arrive a second time. None is left out.
 */
@Injectable()
export class Anchors {
  private readonly anchors: readonly Anchor[];

  constructor(
    private readonly transactions: Transactions,
    private readonly leases: KeeperLeases,
    http: OutsideHttp,
    clock: Clock,
    settings: Settings,
  ) {
    this.anchors = anchorsOf(settings, http, clock);
  }

  /** Rejects when an anchor could not be reached; the others have theirs then, and the next call tries again. */
  async bring(): Promise<void> {
    const results = await Promise.allSettled(this.anchors.map((anchor) => this.bringAll(anchor)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** How far each anchor of the settings is behind. */
  async lag(): Promise<AnchorLag[]> {
    const lags: AnchorLag[] = [];
    for (const { name, mark } of this.anchors) {
      const [row] = await this.transactions.manager.query<{ waiting: number }[]>(`SELECT count(*)::int AS waiting FROM audit_checkpoints WHERE NOT ${mark}`);
      lags.push({ anchor: name, waiting: row?.waiting ?? 0 });
    }
    return lags;
  }

  private async bringAll(anchor: Anchor): Promise<void> {
    while ((await this.leases.hold(`anchor:${anchor.name}`, () => this.bringSome(anchor))) === true);
  }

  /** Whether there were any. */
  private async bringSome(anchor: Anchor): Promise<boolean> {
    const { manager } = this.transactions;
    const rows = await manager.query<Unanchored[]>(`SELECT seq, note FROM audit_checkpoints WHERE NOT ${anchor.mark} ORDER BY seq LIMIT ${AT_ONCE}`);
    if (rows.length === 0) return false;
    const kept = await anchor.bring(rows);
    await manager.query(`UPDATE audit_checkpoints SET ${anchor.mark} = true WHERE seq = ANY($1::bigint[])`, [rows.slice(0, kept).map(({ seq }) => seq)]);
    return true;
  }
}

function anchorsOf({ values }: Settings, http: OutsideHttp, clock: Clock): Anchor[] {
  const { AUDIT_ANCHOR_FILE: file, AUDIT_ANCHOR_URL: endpoint, AUDIT_ANCHOR_TOKEN: token, AUDIT_ANCHOR_S3_URL: bucket } = values;
  const { AUDIT_ANCHOR_S3_REGION: region, AUDIT_ANCHOR_S3_ACCESS_KEY_ID: accessKeyId = '', AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY: secretAccessKey = '', AUDIT_ANCHOR_S3_LOCK_DAYS: lockDays } = values;
  return [
    ...(file === undefined ? [] : [new FileAnchor(file)]),
    ...(endpoint === undefined ? [] : [new EndpointAnchor(http, endpoint, token)]),
    ...(bucket === undefined ? [] : [new BucketAnchor(http, { url: bucket, region, accessKeyId, secretAccessKey, lockDays }, clock)]),
  ];
}
