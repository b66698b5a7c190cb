import { Clock } from '@authengine/kernel';
import { ApplicationLoop, BackgroundLoop, Transactions } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';

const INTERVAL_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The rows of one statement, which stays short so that other work gets its turn. */
const BATCH = 1000;
/**
 * Expired tokens still matter for a while: an expired registration can be mailed again, and it stops another
 * registration from activating its password.
 */
const TOKEN_DAYS = 30;
/** The sessions of the last 90 days show which devices are new. */
const SESSION_DAYS = 90;

const TOKENS = `
  DELETE FROM one_time_tokens WHERE id IN (
    SELECT id FROM one_time_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING 1`;

/** The idle time runs from a session's last use, so every session is over after it, however it ended. */
const SESSIONS = `
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE created_at <= $1 AND idle_expires_at <= $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING 1`;

/** Deletes one-time tokens and sessions that ended long ago. Any number of processes may run it. */
@Injectable()
export class Pruning extends ApplicationLoop {
  private readonly log = new Logger('Pruning');
  protected readonly loop = new BackgroundLoop((isStopping) => this.prune(isStopping), {
    intervalMs: INTERVAL_MS,
    onFault: (error) => {
      this.log.warn({ err: error }, 'what is long over could not be pruned; tried again later');
    },
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Deletes everything that is due now. */
  async prune(isStopping = () => false): Promise<void> {
    await this.inBatches(TOKENS, TOKEN_DAYS, isStopping);
    await this.inBatches(SESSIONS, SESSION_DAYS, isStopping);
  }

  private async inBatches(statement: string, days: number, isStopping: () => boolean): Promise<void> {
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    let pruned = BATCH;
    while (pruned === BATCH && !isStopping()) {
      const [rows] = await this.transactions.manager.query<[unknown[], number]>(statement, [before, BATCH]);
      pruned = rows.length;
    }
  }
}
