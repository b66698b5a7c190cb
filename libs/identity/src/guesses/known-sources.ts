import { currentRequest, sourceKey } from '@authengine/contracts';
import { Clock, isUuid } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

const DAYS = 30;
/** Enough to know a person's places; a script that signs in all day does not make the query slow. */
const NEWEST = 500;

/** The places from which an account's owner signs in. */
@Injectable()
export class KnownSources {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether the account (canonical address, or user id) lately had a session that began at the caller's source.
   * Sessions that the owner has disowned do not count.
   */
  async include(account: string): Promise<boolean> {
    const rows = await this.transactions.manager.query<{ ip_address: string | null }[]>(
      `SELECT DISTINCT newest.ip_address FROM (
         SELECT s.ip_address FROM sessions s JOIN users u ON u.id = s.user_id
          WHERE ${isUuid(account) ? 'u.id' : 'u.email'} = $1 AND s.last_seen_at > $2 AND s.end_reason IS DISTINCT FROM 'disowned'
          ORDER BY s.created_at DESC LIMIT ${NEWEST}) newest`,
      [account, new Date(this.clock.now().getTime() - DAYS * 86_400_000)],
    );
    const source = sourceKey(currentRequest()?.ip ?? null);
    return rows.some((row) => sourceKey(row.ip_address) === source);
  }
}
