import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

/** Longer than anything that is done under one lease: each request has a limit of its own. */
const LEASE_MS = 60_000;

const TAKE = `
INSERT INTO audit_keepers (name, leased_until) VALUES ($1, $3)
ON CONFLICT (name) DO UPDATE SET leased_until = $3 WHERE audit_keepers.leased_until <= $2 RETURNING name`;

/** One node at a time deals with an anchor or a witness. No transaction is open meanwhile, as the other side may be slow. */
@Injectable()
export class KeeperLeases {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` unless another node deals with this keeper; undefined then. When a node dies, its lease ends after a minute. */
  async hold<T>(keeper: string, work: () => Promise<T>): Promise<T | undefined> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const taken = await this.transactions.manager.query<unknown[]>(TAKE, [keeper, now, until]);
    if (taken.length === 0) return undefined;
    try {
      return await work();
    } finally {
      await this.transactions.manager.query('UPDATE audit_keepers SET leased_until = $3 WHERE name = $1 AND leased_until = $2', [keeper, until, now]);
    }
  }
}
