import { createHmac } from 'node:crypto';
import { KeyRing, SealedSecrets } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import { VersionedCache } from '../cache/versioned-cache.js';
import { Transactions } from '../transactions/transactions.js';
import { KEPT_MINUTES } from './kept-minutes.js';

/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

/** The parts that must be equal for a request to count as sent again. */
export interface RepeatableRequest {
  readonly method: string;
  readonly url: string;
  /** The caller's credentials, and the page they were sent from. */
  readonly credentials: readonly (string | undefined)[];
  readonly body: unknown;
}

/**
 * Answers that could not be given: their change is committed, but could not be made to count on every node, so the
 * caller got a 503. The same request, sent again, gets the answer once the change counts everywhere. Nothing happens
 * twice.
 */
@Injectable()
export class KeptAnswers {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly keys: KeyRing,
    private readonly secrets: SealedSecrets,
  ) {}

  async keep(request: RepeatableRequest, answer: Answer, subjects: readonly string[]): Promise<void> {
    const id = this.digest(request);
    await this.transactions.manager.query(
      `INSERT INTO kept_answers (request, answer, subjects) VALUES ($1, $2, $3)
       ON CONFLICT (request) DO UPDATE SET answer = EXCLUDED.answer, subjects = EXCLUDED.subjects, created_at = now()`,
      [id, this.secrets.seal(JSON.stringify(answer), contextOf(id)), subjects],
    );
  }

  /**
   * The answer kept for exactly this request, or null.
   * @throws ServerErrors.unavailable while it cannot be given yet
   */
  async take(request: RepeatableRequest): Promise<Answer | null> {
    const id = this.digest(request);
    const [row] = await this.transactions.manager.query<{ answer: string; subjects: string[] }[]>(
      'SELECT answer, subjects FROM kept_answers WHERE request = $1 AND created_at > now() - make_interval(mins => $2)',
      [id, KEPT_MINUTES],
    );
    if (!row) return null;
    await this.cache.confirm(row.subjects);
    await this.transactions.manager.query('DELETE FROM kept_answers WHERE request = $1', [id]);
    return JSON.parse(this.secrets.open(row.answer, contextOf(id))) as Answer;
  }

  private digest({ method, url, credentials, body }: RepeatableRequest): Buffer {
    const text = JSON.stringify([method, url, credentials.map((credential) => credential ?? null), body ?? null]);
    return createHmac('sha256', this.keys.derivedKey('kept-answer').key).update(text).digest();
  }
}

function contextOf(id: Buffer): string {
  return `kept-answer:${id.toString('hex')}`;
}
