import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { SealedSecrets } from '@authengine/crypto';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { privateKeyOf } from '../notes/signed-note.js';

export interface PublishedKey {
  /** 32 bytes of Ed25519. */
  readonly publicKey: Buffer;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
}

interface KeyRow {
  readonly id: string;
  readonly sealed: string;
  readonly created_at: Date;
  readonly retired_at: Date | null;
}

/** What is sealed: both halves in base64. A retired key has lost its private half. */
interface KeyHalves {
  readonly public: string;
  readonly private: string | null;
}

/** The keys that sign checkpoints: one is current, the others are retired. All are sealed under SECRET_KEY. */
@Injectable()
export class SigningKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealed: SealedSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * The current key; the first call makes it.
   * @throws SealedSecretError when it was sealed under a SECRET_KEY that is not here any more; `rotate` then makes a new one
   */
  async current(): Promise<KeyObject> {
    const row = (await this.rows('WHERE retired_at IS NULL'))[0] ?? (await this.firstOfAll());
    const halves = this.open(row);
    if (halves.private === null) throw new Error('the current key of checkpoints has no private half');
    if (this.sealed.needsReseal(row.sealed)) await this.keep(row.id, halves);
    return privateKeyOf(Buffer.from(halves.private, 'base64'));
  }

  /** Every key that this installation has made, newest first; a row that somebody else put in is none of them. */
  async published(): Promise<PublishedKey[]> {
    return (await this.rows('')).flatMap((row) => {
      try {
        return [{ publicKey: Buffer.from(this.open(row).public, 'base64'), createdAt: row.created_at, retiredAt: row.retired_at }];
      } catch {
        return [];
      }
    });
  }

  /** From its commit on a new key signs. The former private half is gone; its public half stays, for its checkpoints. */
  async rotate(): Promise<void> {
    await this.transactions.run(async () => {
      for (const row of await this.rows('WHERE retired_at IS NULL FOR UPDATE')) {
        await this.transactions.manager.query('UPDATE audit_signing_keys SET retired_at = $2 WHERE id = $1', [row.id, this.clock.now()]);
        const halves = this.opened(row);
        if (halves) await this.keep(row.id, { ...halves, private: null });
      }
      await this.make();
    });
  }

  private async firstOfAll(): Promise<KeyRow> {
    await this.make();
    const [row] = await this.rows('WHERE retired_at IS NULL');
    if (!row) throw new Error('there is no key to sign checkpoints');
    return row;
  }

  /** Of several nodes that make the first key at once, one succeeds. */
  private async make(): Promise<void> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const publicHalf = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
    const halves: KeyHalves = { public: publicHalf, private: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') };
    const id = randomUUID();
    await this.transactions.manager.query('INSERT INTO audit_signing_keys (id, public_key, sealed, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [id, publicHalf, this.seal(id, halves), this.clock.now()]);
  }

  private async keep(id: string, halves: KeyHalves): Promise<void> {
    await this.transactions.manager.query('UPDATE audit_signing_keys SET sealed = $2 WHERE id = $1', [id, this.seal(id, halves)]);
  }

  private seal(id: string, halves: KeyHalves): string {
    return this.sealed.seal(JSON.stringify(halves), contextOf(id));
  }

  private open(row: KeyRow): KeyHalves {
    return JSON.parse(this.sealed.open(row.sealed, contextOf(row.id))) as KeyHalves;
  }

  private opened(row: KeyRow): KeyHalves | undefined {
    try {
      return this.open(row);
    } catch {
      return undefined;
    }
  }

  private rows(condition: string): Promise<KeyRow[]> {
    return this.transactions.manager.query<KeyRow[]>(`SELECT id, sealed, created_at, retired_at FROM audit_signing_keys ${condition.startsWith('WHERE') ? condition : 'ORDER BY created_at DESC, id'}`);
  }
}

const contextOf = (id: string): string => `audit-signing-key:${id}`;
