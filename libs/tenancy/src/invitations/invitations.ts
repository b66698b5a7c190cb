import { randomUUID } from 'node:crypto';
import { OneTimeTokens, PersonalData } from '@authengine/identity';
import { Clock, type RoleId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invitation } from './invitation.entity.js';

const PURPOSE = 'invitation';
const LIFE_SECONDS = 7 * 86_400;

export interface Asked {
  readonly tenantId: TenantId;
  /** Canonical. */
  readonly email: string;
  readonly roleId: RoleId;
  readonly invitedBy: UserId;
}

export interface Sent {
  readonly invitation: Invitation;
  /** For the mail only; it is not stored. */
  readonly token: string;
}

/** The rows of invitations. The services above decide who may make, answer or end one. */
@Injectable()
export class Invitations implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly tokens: OneTimeTokens,
    private readonly personalData: PersonalData,
  ) {}

  onModuleInit(): void {
    this.personalData.onErasure((userId, address) => this.forget(userId, address));
  }

  /** The pending invitation, expired or not, locked until the end of the transaction. */
  pending(tenantId: TenantId, email: string): Promise<Invitation | null> {
    return this.held({ tenantId, email, status: 'PENDING' });
  }

  /** An invitation of that tenant, without a lock. */
  read(tenantId: TenantId, id: string): Promise<Invitation | null> {
    return this.transactions.manager.findOneBy(Invitation, { tenantId, id });
  }

  /** An invitation of that tenant, locked until the end of the transaction. */
  find(tenantId: TenantId, id: string): Promise<Invitation | null> {
    return this.held({ tenantId, id });
  }

  /**
   * Call this in a transaction that holds the tenant, so that two invitations for one address come one after the other.
   */
  async create({ tenantId, email, roleId, invitedBy }: Asked): Promise<Sent> {
    const { token, ...link } = await this.newLink();
    const invitation: Invitation = {
      id: randomUUID(),
      tenantId,
      email,
      roleId,
      invitedBy,
      status: 'PENDING',
      createdAt: link.sentAt,
      ...link,
      endedAt: null,
      acceptedBy: null,
    };
    await this.transactions.manager.insert(Invitation, invitation);
    return { invitation, token };
  }

  /**
   * Sets a new link and a new time to live; older links stop working. The person who renews it is responsible for the
   * role from now on.
   */
  async renew(invitation: Invitation, { roleId, invitedBy }: Pick<Asked, 'roleId' | 'invitedBy'>): Promise<Sent> {
    const { token, ...link } = await this.newLink();
    const changes = { roleId, invitedBy, ...link };
    await this.transactions.manager.update(Invitation, { id: invitation.id }, changes);
    return { invitation: { ...invitation, ...changes }, token };
  }

  async revoke(id: string): Promise<void> {
    await this.transactions.manager.update(Invitation, { id }, { status: 'REVOKED', endedAt: this.clock.now() });
  }

  /**
   * The invitation that the token could accept now; null when the token is unknown, replaced, used, withdrawn or
   * expired.
   */
  async byToken(token: string): Promise<Invitation | null> {
    const link = await this.tokens.peek(PURPOSE, token);
    return link && this.transactions.manager.findOneBy(Invitation, { tokenId: link.id, status: 'PENDING' });
  }

  /**
   * Call this in a transaction. Uses the link up and accepts its invitation: of any number of parallel claims one wins,
   * and none wins with a replaced link.
   */
  async claim(token: string, acceptedBy: UserId): Promise<boolean> {
    const link = await this.tokens.claim(PURPOSE, token);
    if (!link) return false;
    const changes = { status: 'ACCEPTED', endedAt: this.clock.now(), acceptedBy } as const;
    const { affected } = await this.transactions.manager.update(Invitation, { tokenId: link.id, status: 'PENDING' }, changes);
    return affected === 1;
  }

  /** Deletes the invitations that the user accepted, and all invitations to the address. */
  private async forget(userId: UserId, address: string | null): Promise<void> {
    await this.transactions.manager.query('DELETE FROM invitations WHERE accepted_by = $1 OR email = $2', [userId, address]);
  }

  private held(where: Partial<Pick<Invitation, 'id' | 'tenantId' | 'email' | 'status'>>): Promise<Invitation | null> {
    return this.transactions.manager.findOne(Invitation, { where, lock: { mode: 'for_no_key_update' } });
  }

  private async newLink(): Promise<Pick<Invitation, 'sentAt' | 'expiresAt'> & { readonly tokenId: string; readonly token: string }> {
    const [tokenId, sentAt] = [randomUUID(), this.clock.now()];
    const token = await this.tokens.issue({ purpose: PURPOSE, id: tokenId, ttlSeconds: LIFE_SECONDS });
    return { tokenId, token, sentAt, expiresAt: new Date(sentAt.getTime() + LIFE_SECONDS * 1000) };
  }
}
