import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@authengine/contracts';
import { SealedSecrets } from '@authengine/crypto';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MailRequestRow } from './mail-request.entity.js';

/** The original request, for the code that answers it: `occasion` and the audit log describe that request. */
export interface AskedMail {
  readonly context: RequestContext | null;
  readonly details: object;
}

export interface WaitingRequest {
  readonly id: string;
  readonly kind: string;
  readonly sealed: string;
  readonly attempts: number;
  readonly createdAt: Date;
}

/** The table of unanswered requests for a mail. All times come from the caller's clock. */
@Injectable()
export class WaitingRequests {
  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: SealedSecrets,
  ) {}

  /** Joins the caller's transaction. */
  async add(kind: string, asked: AskedMail, now: Date): Promise<void> {
    const id = randomUUID();
    const sealedRequest = this.secrets.seal(JSON.stringify(asked), sealedFor(id));
    await this.transactions.manager.insert(MailRequestRow, { id, kind, sealedRequest, nextAttemptAt: now, createdAt: now });
  }

  /**
   * Takes the oldest due request of one of these kinds. The row is deleted when the transaction commits, and stays when
   * it does not. Rows that another process holds are skipped.
   */
  async take(kinds: readonly string[], now: Date): Promise<WaitingRequest | null> {
    const [rows] = await this.transactions.manager.query<[WaitingRequest[], number]>(
      `WITH due AS MATERIALIZED (
         SELECT seq FROM mail_requests WHERE next_attempt_at <= $1 AND kind = ANY($2)
          ORDER BY next_attempt_at, seq LIMIT 1 FOR UPDATE SKIP LOCKED)
       DELETE FROM mail_requests AS request USING due WHERE request.seq = due.seq
       RETURNING request.id, kind, sealed_request AS sealed, attempts, created_at AS "createdAt"`,
      [now, kinds],
    );
    return rows[0] ?? null;
  }

  /** @throws SealedSecretError when it was not sealed for this row */
  open({ id, sealed }: WaitingRequest): AskedMail {
    return JSON.parse(this.secrets.open(sealed, sealedFor(id))) as AskedMail;
  }

  async postpone(id: string, until: Date): Promise<void> {
    await this.transactions.manager.query('UPDATE mail_requests SET attempts = attempts + 1, next_attempt_at = $2 WHERE id = $1', [id, until]);
  }

  /** Gives the request up. False when it is gone already. */
  async drop(id: string): Promise<boolean> {
    const [, dropped] = await this.transactions.manager.query<[unknown[], number]>('DELETE FROM mail_requests WHERE id = $1', [id]);
    return dropped > 0;
  }
}

function sealedFor(id: string): string {
  return `mail-request:${id}`;
}
