import { ROLE_OF_TENANT, Tenant } from '@authengine/directory';
import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** An invitation of an address to join a tenant with a role. At most one for each tenant and address is pending. */
@Entity('invitations')
@Check('invitations_status_check', `status IN ('PENDING', 'ACCEPTED', 'REVOKED')`)
@Check('invitations_role_of_tenant_check', ROLE_OF_TENANT)
@Unique(['tokenId'])
@Unique(['tokenHash'])
@Index('invitations_pending_key', ['tenantId', 'email'], { unique: true, where: `status = 'PENDING'` })
@Index(['tenantId', 'createdAt', 'id'])
@ForeignKey('Role', ['roleId', 'roleTenantKey'], ['id', 'tenantKey'], { onDelete: 'CASCADE' })
export class Invitation {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @ForeignKey(() => Tenant, { onDelete: 'CASCADE' })
  @Column({ type: 'uuid' })
  tenantId!: TenantId;

  /** Canonical. */
  @Column({ type: 'text' })
  email!: string;

  @Index()
  @Column({ type: 'uuid' })
  roleId!: RoleId;

  /**
   * The role's tenant, or none for a shared role; otherwise the database refuses the row. The database fills this
   * column.
   */
  @Column({ type: 'uuid', select: false, insert: false, update: false })
  roleTenantKey?: string;

  /**
   * The person who sent it last. The role is checked against their level when the invitation is accepted. Null when
   * their account is gone.
   */
  @Index()
  @ForeignKey('User', { onDelete: 'SET NULL' })
  @Column({ type: 'uuid', nullable: true })
  invitedBy!: UserId | null;

  /**
   * The one-time token of the newest link. No invitation names the token of an older link, which opens nothing. Null when
   * the token was pruned, long after it expired.
   */
  @ForeignKey('OneTimeToken', { onDelete: 'SET NULL' })
  @Column({ type: 'uuid', nullable: true })
  tokenId!: string | null;

  /**
   * For nodes of the version before `tokenId`, which read and write only this column. A trigger of the database keeps both
   * alike, until a later release drops column and trigger (ADR 22).
   */
  @Column({ type: 'bytea', select: false, insert: false, update: false })
  tokenHash?: Buffer;

  /** An invitation past `expiresAt` stays `PENDING` here, and can be sent again. */
  @Column({ type: 'text' })
  status!: 'PENDING' | 'ACCEPTED' | 'REVOKED';

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  sentAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  /** When it was accepted or revoked. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  @Index()
  @ForeignKey('User', { onDelete: 'SET NULL' })
  @Column({ type: 'uuid', nullable: true })
  acceptedBy!: UserId | null;
}
