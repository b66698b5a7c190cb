import type { Brand } from '@authengine/contracts';
import type { ApplicationId, TenantId, UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export const APPLICATION_TYPES = ['web', 'spa', 'native', 'service'] as const;
export type ApplicationType = (typeof APPLICATION_TYPES)[number];

export const APPLICATION_STATUSES = ['ACTIVE', 'DISABLED'] as const;
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];

/** `none` is for applications that cannot keep a secret. */
export const CLIENT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const;
export type ClientAuthMethod = (typeof CLIENT_AUTH_METHODS)[number];

export const ACCESS_TOKEN_FORMATS = ['opaque', 'jwt'] as const;
export type AccessTokenFormat = (typeof ACCESS_TOKEN_FORMATS)[number];

/** Public keys of an application (RFC 7517 section 5). */
export interface PublicKeys {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** An application that signs people in here, or a service that asks for tokens of its own (an OAuth client). */
@Entity('applications')
@Index(['tenantId'])
@Index(['createdAt', 'id'])
export class Application {
  /** The `client_id`. */
  @PrimaryColumn({ type: 'uuid' })
  id!: ApplicationId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  type!: ApplicationType;

  @Column({ type: 'text', default: 'ACTIVE' })
  status!: ApplicationStatus;

  /** It rises with every change; a cache entry with a lower one is outdated. */
  @Column({ type: 'bigint', default: 1 })
  version!: string;

  /** An application of a tenant is for its members, and goes with it. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('Tenant', { onDelete: 'CASCADE' })
  tenantId!: TenantId | null;

  /** The company's own: nobody is asked for consent. */
  @Column({ type: 'boolean' })
  firstParty!: boolean;

  @Column({ type: 'text', array: true })
  redirectUris!: string[];

  @Column({ type: 'text', array: true })
  postLogoutRedirectUris!: string[];

  @Column({ type: 'text', nullable: true })
  backchannelLogoutUri!: string | null;

  /** The only scopes that it may ask for; null for all. */
  @Column({ type: 'text', array: true, nullable: true })
  scopes!: string[] | null;

  @Column({ type: 'text' })
  tokenEndpointAuthMethod!: ClientAuthMethod;

  @Column({ type: 'jsonb', nullable: true })
  jwks!: PublicKeys | null;

  @Column({ type: 'text', nullable: true })
  jwksUri!: string | null;

  @Column({ type: 'text' })
  accessTokenFormat!: AccessTokenFormat;

  /** Null: as long as the service's own access tokens. */
  @Column({ type: 'integer', nullable: true })
  accessTokenMinutes!: number | null;

  /** How the pages look that people see on their way to it; null: as the settings say. */
  @Column({ type: 'jsonb', nullable: true })
  branding!: Brand | null;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('User', { onDelete: 'SET NULL' })
  createdBy!: UserId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}
