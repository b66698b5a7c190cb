import { randomUUID } from 'node:crypto';
import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { type CredentialKind, CredentialKinds, type Disowned, PersonalData } from '@authengine/identity';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { toPasskeyDto } from './dto/passkey.dto.js';
import { Passkey } from './passkey.entity.js';
import { PasskeyEvents } from './passkey.events.js';

export type NewPasskey = Pick<Passkey, 'userId' | 'credentialId' | 'publicKey' | 'transports' | 'backupEligible' | 'backedUp' | 'deviceName'> & { readonly signCount: number };

/** What a signature says about its passkey. */
export interface Use {
  readonly signCount: number;
  readonly backedUp: boolean;
}

/** The rows of passkeys. Call the methods that add or remove one in a transaction that holds its user's row. */
@Injectable()
export class Passkeys implements CredentialKind, OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly kinds: CredentialKinds,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.kinds.add(this);
    this.personalData.onExport('passkeys', async (userId) => (await this.of(userId)).map(toPasskeyDto));
  }

  /** Each passkey is a way to sign in. */
  countWaysIn(userId: UserId): Promise<number> {
    return this.count(userId);
  }

  count(userId: UserId): Promise<number> {
    return this.transactions.manager.countBy(Passkey, { userId });
  }

  /** The oldest first. */
  of(userId: UserId): Promise<Passkey[]> {
    return this.transactions.manager.find(Passkey, { where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  find(userId: UserId, id: string): Promise<Passkey | null> {
    return this.transactions.manager.findOneBy(Passkey, { id, userId });
  }

  findByCredentialId(credentialId: Buffer): Promise<Passkey | null> {
    return this.transactions.manager.findOneBy(Passkey, { credentialId });
  }

  /** The new passkey, or null when anybody has registered its credential already. */
  async add(fields: NewPasskey): Promise<Passkey | null> {
    const passkey = this.transactions.manager.create(Passkey, { ...fields, id: randomUUID(), signCount: String(fields.signCount), createdAt: this.clock.now(), lastUsedAt: null });
    const result = await this.transactions.manager.createQueryBuilder().insert().into(Passkey).values(passkey).orIgnore('("credential_id")').returning('id').execute();
    if ((result.raw as unknown[]).length === 0) return null;
    await this.users.gainStrategy(fields.userId, 'webauthn');
    await this.users.changed([fields.userId], 'grants');
    return passkey;
  }

  /**
   * Notes a use, unless the passkey is gone or its count has not risen since the last use: then a copy of it may exist
   * (section 6.1.1). Zero after zero means that the authenticator does not count.
   */
  async use(id: string, { signCount, backedUp }: Use): Promise<'used' | 'gone' | 'count_not_risen'> {
    const [rows] = await this.transactions.manager.query<[unknown[], number]>(
      `UPDATE passkeys SET sign_count = $2::bigint, backed_up = $3, last_used_at = $4
        WHERE id = $1 AND (sign_count < $2::bigint OR (sign_count = 0 AND $2::bigint = 0)) RETURNING id`,
      [id, signCount, backedUp, this.clock.now()],
    );
    if (rows.length > 0) return 'used';
    return (await this.transactions.manager.existsBy(Passkey, { id })) ? 'count_not_risen' : 'gone';
  }

  async remove({ id, userId }: Passkey): Promise<void> {
    await this.transactions.manager.delete(Passkey, { id });
    await this.settle(userId);
  }

  async removeAll(userId: UserId): Promise<void> {
    const { affected } = await this.transactions.manager.delete(Passkey, { userId });
    if (affected) await this.settle(userId);
  }

  async removeDisowned(userId: UserId, { since, cameIn }: Disowned): Promise<void> {
    const usedSince = cameIn?.strategy === 'webauthn' ? cameIn.usedSince : null;
    for (const passkey of await this.of(userId)) {
      const used = usedSince !== null && passkey.lastUsedAt !== null && passkey.lastUsedAt >= usedSince;
      if (passkey.createdAt < since && !used) continue;
      await this.remove(passkey);
      const metadata = { passkey_id: passkey.id, device_name: passkey.deviceName, by: 'disowned' };
      await this.trail.record(PasskeyEvents.removed, { actorId: userId, targetUserId: userId, resourceId: userId, metadata });
    }
  }

  private async settle(userId: UserId): Promise<void> {
    if ((await this.count(userId)) === 0) await this.users.loseStrategy(userId, 'webauthn');
    await this.users.changed([userId], 'revokes');
  }
}
