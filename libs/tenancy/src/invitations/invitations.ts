import { randomUUID } from 'node:crypto';
import { hashOneTimeSecret, newOneTimeSecret } from '@authengine/crypto';
import { PersonalData } from '@authengine/identity';
import { Clock, type RoleId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invitation } from './invitation.entity.js';

const PURPOSE = 'invitation';
const LIFE_MS = 7 * 86_400_000;
/** Text that cannot be an issued token is not looked up. */
const FORM = /^[A-Za-z0-9_-]{43}$/;

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
    const now = this.clock.now();
    const { token, tokenHash } = newToken();
    const invitation: Invitation = {
      id: randomUUID(),
      tenantId,
      email,
      roleId,
      invitedBy,
      tokenHash,
      status: 'PENDING',
      createdAt: now,
      sentAt: now,
      expiresAt: new Date(now.getTime() + LIFE_MS),
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
    const now = this.clock.now();
    const { token, tokenHash } = newToken();
    const changes = { roleId, invitedBy, tokenHash, sentAt: now, expiresAt: new Date(now.getTime() + LIFE_MS) };
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
    if (!FORM.test(token)) return null;
    return this.transactions.manager
      .createQueryBuilder(Invitation, 'invitation')
      .where("invitation.token_hash = :hash AND invitation.status = 'PENDING' AND invitation.expires_at > :now", { hash: hashOneTimeSecret(PURPOSE, token), now: this.clock.now() })
      .getOne();
  }

  /**
   * Uses up the invitation from `byToken`, in one atomic statement: of any number of parallel claims one wins, and none
   * wins with a replaced link.
   */
  async claim({ id, tokenHash }: Invitation, acceptedBy: UserId): Promise<boolean> {
    const [rows] = await this.transactions.manager.query<[unknown[], number]>(
      `UPDATE invitations SET status = 'ACCEPTED', ended_at = $3, accepted_by = $4
        WHERE id = $1 AND token_hash = $2 AND status = 'PENDING' AND expires_at > $3 RETURNING id`,
      [id, tokenHash, this.clock.now(), acceptedBy],
    );
    return rows.length > 0;
  }

  /** Deletes the invitations that the user accepted, and all invitations to the address. */
  private async forget(userId: UserId, address: string | null): Promise<void> {
    await this.transactions.manager.query('DELETE FROM invitations WHERE accepted_by = $1 OR email = $2', [userId, address]);
  }

  private held(where: Partial<Pick<Invitation, 'id' | 'tenantId' | 'email' | 'status'>>): Promise<Invitation | null> {
    return this.transactions.manager.findOne(Invitation, { where, lock: { mode: 'for_no_key_update' } });
  }
}

function newToken(): { token: string; tokenHash: Buffer } {
  const token = newOneTimeSecret();
  return { token, tokenHash: hashOneTimeSecret(PURPOSE, token) };
}
