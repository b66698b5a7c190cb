import { SealedSecrets } from '@authengine/crypto';
import { Clock, isUuid, type ApplicationId, type GrantId, type SessionId, type UserId } from '@authengine/kernel';
import { isForeignKeyViolation, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { AdapterPayload } from 'oidc-provider';
import { artefactHash, lookupHash } from './artefact-hash.js';
import { Artefact } from './artefact.entity.js';

export interface FoundArtefact {
  readonly payload: AdapterPayload;
  readonly consumedAt: Date | null;
}

const CLOCKS_DIFFER_MS = 600_000;

interface Row {
  readonly id_hash: Buffer;
  readonly sealed_payload: string;
  readonly consumed_at: Date | null;
}

/** Whether what the artefact hangs on stands: its grant, that grant's or its own session, and the user. */
const STANDS = `
  (a.grant_id IS NULL OR EXISTS (
    SELECT 1 FROM oidc_grants g JOIN sessions s ON s.id = g.session_id JOIN users u ON u.id = g.user_id
     WHERE g.id = a.grant_id AND g.ended_at IS NULL AND s.ended_at IS NULL AND least(s.expires_at, s.idle_expires_at) > $3 AND u.status = 'ACTIVE'))
  AND (a.session_id IS NULL OR EXISTS (
    SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.id = a.session_id AND s.ended_at IS NULL AND least(s.expires_at, s.idle_expires_at) > $3 AND u.status = 'ACTIVE'))`;

/** The artefacts of the protocol in Postgres. What hangs on something that has ended is not found. */
@Injectable()
export class Artefacts {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: SealedSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes it; `once` keeps the row that is there already. Resolves with whether a row was written: none is for a browser
   * whose session has been deleted meanwhile, with its user.
   */
  async write(kind: string, id: string, payload: AdapterPayload, { expiresIn, once = false }: { readonly expiresIn: number; readonly once?: boolean }): Promise<boolean> {
    const idHash = this.hashOf(kind, id);
    const { jti: _, ...rest } = payload;
    const name = payload.userCode ?? payload.uid;
    const row = {
      kind,
      idHash,
      // A question to the browser only names the grant: it goes on when somebody else signs in, which ends the session of that grant.
      grantId: kind === 'Interaction' ? null : idOr<GrantId>(payload.grantId),
      applicationId: idOr<ApplicationId>(payload.clientId),
      sessionId: kind === 'Session' && payload.accountId !== undefined ? idOr<SessionId>(payload.uid) : null,
      lookupHash: name === undefined ? null : lookupHash(kind, name),
      sealedPayload: this.seals.seal(JSON.stringify(rest), contextOf(kind, idHash)),
      consumedAt: null,
      expiresAt: new Date(this.clock.now().getTime() + expiresIn * 1000),
    };
    const insert = this.transactions.manager.createQueryBuilder().insert().into(Artefact).values(row);
    try {
      const result = await (once ? insert.orIgnore() : insert.orUpdate(['grant_id', 'session_id', 'lookup_hash', 'sealed_payload', 'expires_at'], ['kind', 'id_hash'])).returning('kind').execute();
      return (result.raw as unknown[]).length > 0;
    } catch (error) {
      if (isForeignKeyViolation(error, 'oidc_artefacts_session_id_fkey')) return false;
      throw error;
    }
  }

  async find(kind: string, id: string): Promise<FoundArtefact | undefined> {
    const rows = await this.query(kind, 'a.id_hash = $2', this.hashOf(kind, id));
    return rows[0] && this.open(kind, rows[0], id);
  }

  /** By its other name. The id is not stored, so what is found so has a reference that only this service can make. */
  async findByName(kind: string, name: string): Promise<FoundArtefact | undefined> {
    const rows = await this.query(kind, 'a.lookup_hash = $2', lookupHash(kind, name));
    return rows[0] && this.open(kind, rows[0], REFERENCE + this.seals.seal(rows[0].id_hash.toString('hex'), referenceContext(kind)));
  }

  /** Whether this call has used it up: of any number of parallel ones, one. Resolves with its grant. */
  async consume(kind: string, id: string): Promise<{ readonly consumed: boolean; readonly grantId: GrantId | null }> {
    const now = this.clock.now();
    const [rows] = await this.transactions.manager.query<[{ grant_id: GrantId | null }[], number]>(
      'UPDATE oidc_artefacts SET consumed_at = $3 WHERE kind = $1 AND id_hash = $2 AND consumed_at IS NULL RETURNING grant_id',
      [kind, this.hashOf(kind, id), now],
    );
    if (rows[0]) return { consumed: true, grantId: rows[0].grant_id };
    const row = await this.transactions.manager.findOneBy(Artefact, { kind, idHash: this.hashOf(kind, id) });
    return { consumed: false, grantId: row?.grantId ?? null };
  }

  /** Whose grant a token hangs on, whether or not anything stands. */
  async userOfToken(token: string): Promise<UserId | null> {
    const hashes = ['AccessToken', 'RefreshToken'].map((kind) => artefactHash(kind, token));
    const [row] = await this.transactions.manager.query<{ user_id: UserId }[]>('SELECT g.user_id FROM oidc_artefacts a JOIN oidc_grants g ON g.id = a.grant_id WHERE a.id_hash = ANY($1)', [hashes]);
    return row?.user_id ?? null;
  }

  /** Whether there was one. */
  async delete(kind: string, id: string): Promise<boolean> {
    return ((await this.transactions.manager.delete(Artefact, { kind, idHash: this.hashOf(kind, id) })).affected ?? 0) > 0;
  }

  async deleteOfGrant(kind: string, grantId: GrantId): Promise<void> {
    await this.transactions.manager.delete(Artefact, { kind, grantId });
  }

  /** Rows that nobody can use any more, on no node: what was used up or has ended must not come back on one whose clock is late. */
  async prune(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - CLOCKS_DIFFER_MS);
    await this.transactions.manager.query('DELETE FROM oidc_artefacts WHERE expires_at < $1', [before]);
    await this.transactions.manager.query('DELETE FROM oidc_ended_tokens WHERE expires_at < $1', [before]);
  }

  private query(kind: string, condition: string, hash: Buffer): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(`SELECT a.id_hash, a.sealed_payload, a.consumed_at FROM oidc_artefacts a WHERE a.kind = $1 AND ${condition} AND a.expires_at > $3 AND ${STANDS} ORDER BY a.expires_at DESC LIMIT 1`, [kind, hash, this.clock.now()]);
  }

  private open(kind: string, row: Row, id: string): FoundArtefact {
    const payload = JSON.parse(this.seals.open(row.sealed_payload, contextOf(kind, row.id_hash))) as AdapterPayload;
    return { payload: { ...payload, jti: id }, consumedAt: row.consumed_at };
  }

  private hashOf(kind: string, id: string): Buffer {
    if (!id.startsWith(REFERENCE)) return artefactHash(kind, id);
    try {
      return Buffer.from(this.seals.open(id.slice(REFERENCE.length), referenceContext(kind)), 'hex');
    } catch {
      return artefactHash(kind, id);
    }
  }
}

const REFERENCE = '#';

function referenceContext(kind: string): string {
  return `oidc-reference:${kind}`;
}

function contextOf(kind: string, idHash: Buffer): string {
  return `oidc:${kind}:${idHash.toString('hex')}`;
}

function idOr<T extends string>(text: unknown): T | null {
  return isUuid(text) ? (text as T) : null;
}
