import { createHmac } from 'node:crypto';
import { KeyRing, SealedSecrets } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import { Copies } from '../copies/copies.js';
import { Transactions } from '../transactions/transactions.js';
import { KEPT_MINUTES } from './kept-minutes.js';

/** What the caller of a request is answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

/** What makes two requests the same one, sent again. */
export interface RepeatableRequest {
  readonly method: string;
  readonly url: string;
  /** What the caller proves who they are with, as it was sent. */
  readonly credentials: readonly (string | undefined)[];
  readonly body: unknown;
}

/**
 * Answers that could not be given, because what they acknowledge was committed and could not be told to every node. The
 * caller got a 503; the same request, sent again, gets the answer, once all nodes are told. Nothing happens twice.
 */
@Injectable()
export class KeptAnswers {
  constructor(
    private readonly transactions: Transactions,
    private readonly copies: Copies,
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

  /** The answer that was kept for this very request, or null. @throws ServerErrors.unavailable while it still can't be given */
  async take(request: RepeatableRequest): Promise<Answer | null> {
    const id = this.digest(request);
    const [row] = await this.transactions.manager.query<{ answer: string; subjects: string[] }[]>(
      'SELECT answer, subjects FROM kept_answers WHERE request = $1 AND created_at > now() - make_interval(mins => $2)',
      [id, KEPT_MINUTES],
    );
    if (!row) return null;
    await this.copies.confirm(row.subjects);
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
