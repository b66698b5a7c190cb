import { Clock } from '@authengine/kernel';
import { BackgroundLoop, Transactions } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

const INTERVAL_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Rows that one statement takes: a short one, between which others get their turn. */
const BATCH = 1000;
/** Expired tokens are still asked for a while: a registration whose mail has expired is mailed again, and keeps another's from activating its password. */
const TOKEN_DAYS = 30;
/** New devices are told from those of the last 90 days' sessions. */
const SESSION_DAYS = 90;

const TOKENS = `
  DELETE FROM one_time_tokens WHERE id IN (
    SELECT id FROM one_time_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING 1`;

/** Whatever ended a session, the time it may idle runs out after it last did anything. */
const SESSIONS = `
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE created_at <= $1 AND idle_expires_at <= $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING 1`;

/** Forgets one-time tokens and sessions that are long over. Any number of processes may run it. */
@Injectable()
export class Pruning implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Pruning');
  private stopping = false;
  private readonly loop = new BackgroundLoop(() => this.prune(), {
    intervalMs: INTERVAL_MS,
    onFault: (error) => {
      this.log.warn({ err: error }, 'what is long over could not be pruned; tried again later');
    },
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.loop.stop();
  }

  /** All that is due now. */
  async prune(): Promise<void> {
    await this.inBatches(TOKENS, TOKEN_DAYS);
    await this.inBatches(SESSIONS, SESSION_DAYS);
  }

  private async inBatches(statement: string, days: number): Promise<void> {
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    let pruned = BATCH;
    while (pruned === BATCH && !this.stopping) {
      const [rows] = await this.transactions.manager.query<[unknown[], number]>(statement, [before, BATCH]);
      pruned = rows.length;
    }
  }
}
