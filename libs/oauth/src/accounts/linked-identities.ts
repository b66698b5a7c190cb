import { randomUUID } from 'node:crypto';
import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { type CredentialKind, CredentialKinds, type Disowned, PersonalData } from '@authengine/identity';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OAuthEvents } from '../oauth.events.js';
import type { ProviderIdentity } from '../providers/provider-identity.js';
import { toLinkedAccountDto } from './linked-account.dto.js';
import { LinkedIdentity } from './linked-identity.entity.js';

/** The rows of linked identities: which identity at a provider belongs to which user. */
@Injectable()
export class LinkedIdentities implements CredentialKind, OnModuleInit {
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
    this.personalData.onExport('linked_accounts', async (userId) => (await this.of(userId)).map(exported));
  }

  countWaysIn(userId: UserId): Promise<number> {
    return this.transactions.manager.countBy(LinkedIdentity, { userId });
  }

  /**
   * Call this in a transaction. Returns the identity's row, or null. Until the transaction ends nobody else finds or adds
   * this identity, so of several first sign-ins at once one makes the account and the others find it.
   */
  async claim({ provider, issuer, subject }: ProviderIdentity): Promise<LinkedIdentity | null> {
    const key = JSON.stringify(['linked-identity', provider, issuer, subject]);
    await this.transactions.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
    return this.transactions.manager.findOneBy(LinkedIdentity, { provider, issuer, subject });
  }

  /** Call this in a transaction that claimed the identity and holds the user's row. */
  async add(userId: UserId, identity: ProviderIdentity): Promise<LinkedIdentity> {
    const now = this.clock.now();
    const { provider, issuer, subject } = identity;
    const row = this.transactions.manager.create(LinkedIdentity, { id: randomUUID(), userId, provider, issuer, subject, ...shown(identity), createdAt: now, lastUsedAt: now });
    await this.transactions.manager.insert(LinkedIdentity, row);
    await this.users.gainStrategy(userId, provider);
    await this.users.changed([userId], 'grants');
    return row;
  }

  /** Stores what the provider says now, for lists. The user's own address and names do not change. */
  async used(id: string, identity: ProviderIdentity): Promise<void> {
    await this.transactions.manager.update(LinkedIdentity, { id }, { ...shown(identity), lastUsedAt: this.clock.now() });
  }

  of(userId: UserId): Promise<LinkedIdentity[]> {
    return this.transactions.manager.find(LinkedIdentity, { where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  find(userId: UserId, id: string): Promise<LinkedIdentity | null> {
    return this.transactions.manager.findOneBy(LinkedIdentity, { id, userId });
  }

  /** Call this in a transaction that holds the user's row. */
  async remove({ id, userId, provider }: LinkedIdentity): Promise<void> {
    await this.transactions.manager.delete(LinkedIdentity, { id });
    const others = await this.transactions.manager.existsBy(LinkedIdentity, { userId, provider });
    if (!others) await this.users.loseStrategy(userId, provider);
    await this.users.changed([userId], 'grants');
  }

  async removeAll(userId: UserId): Promise<void> {
    for (const identity of await this.of(userId)) await this.remove(identity);
  }

  async removeDisowned(userId: UserId, { since, cameIn }: Disowned): Promise<void> {
    for (const identity of await this.of(userId)) {
      const { id, provider, providerEmail, createdAt, lastUsedAt } = identity;
      if (createdAt < since && !(cameIn?.strategy === provider && lastUsedAt >= cameIn.usedSince)) continue;
      await this.remove(identity);
      const metadata = { provider, identity_id: id, provider_email: providerEmail, by: 'disowned' };
      await this.trail.record(OAuthEvents.unlinked, { actorId: userId, targetUserId: userId, resourceId: userId, metadata });
    }
  }
}

/** The stored data of an identity, for a user's export. */
function exported(identity: LinkedIdentity): Record<string, unknown> {
  return { ...toLinkedAccountDto(identity), issuer: identity.issuer, subject: identity.subject, last_used_at: identity.lastUsedAt };
}

function shown({ email, name, avatarUrl }: ProviderIdentity): Pick<LinkedIdentity, 'providerEmail' | 'providerName' | 'providerAvatarUrl'> {
  return { providerEmail: email?.address ?? null, providerName: name, providerAvatarUrl: avatarUrl };
}
