import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ApplicationSecret } from '../application-secret.entity.js';
import {
  type AccessTokenFormat,
  ACCESS_TOKEN_FORMATS,
  type Application,
  APPLICATION_STATUSES,
  APPLICATION_TYPES,
  type ApplicationStatus,
  type ApplicationType,
  CLIENT_AUTH_METHODS,
  type ClientAuthMethod,
  type PublicKeys,
} from '../application.entity.js';
import { BrandingDto } from '@authengine/contracts';

const ID = '5b2f7c1e-9a64-4d0b-8c3a-2f6d1e7b9a05';

export class ApplicationSecretDto {
  @ApiProperty({ format: 'uuid', example: 'c0a8e5d2-7b41-4f6e-9d3c-1a2b3c4d5e6f' }) id!: string;
  @ApiProperty({ description: 'The first characters of the secret', example: 'ae_cs_Kd83jf' }) secret_prefix!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
}

/** A new secret, the one time it is shown. */
export class NewApplicationSecretDto extends ApplicationSecretDto {
  @ApiProperty({ description: 'The secret itself, shown this once', example: 'ae_cs_Kd83jfJx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGf' }) client_secret!: string;
}

/** An application as the API shows it. */
export class ApplicationDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ format: 'uuid', description: 'The id, by the name that OAuth has for it', example: ID }) client_id!: string;
  @ApiProperty({ example: 'Web shop' }) name!: string;
  @ApiProperty({ enum: APPLICATION_TYPES, example: 'web' }) type!: ApplicationType;
  @ApiProperty({ enum: APPLICATION_STATUSES, example: 'ACTIVE' }) status!: ApplicationStatus;
  @ApiProperty({ type: [String], example: ['https://shop.example.com/callback'] }) redirect_uris!: string[];
  @ApiProperty({ type: [String], example: ['https://shop.example.com/'] }) post_logout_redirect_uris!: string[];
  @ApiProperty({ type: String, format: 'uri', nullable: true, example: null }) backchannel_logout_uri!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null }) tenant_id!: string | null;
  @ApiProperty({ example: true }) first_party!: boolean;
  @ApiProperty({ type: [String], nullable: true, example: null }) scopes!: string[] | null;
  @ApiProperty({ enum: CLIENT_AUTH_METHODS, example: 'client_secret_basic' }) token_endpoint_auth_method!: ClientAuthMethod;
  @ApiProperty({ type: Object, additionalProperties: true, nullable: true, example: null }) jwks!: PublicKeys | null;
  @ApiProperty({ type: String, format: 'uri', nullable: true, example: null }) jwks_uri!: string | null;
  @ApiProperty({ enum: ACCESS_TOKEN_FORMATS, example: 'opaque' }) access_token_format!: AccessTokenFormat;
  @ApiProperty({ type: 'integer', nullable: true, example: null }) access_token_minutes!: number | null;
  @ApiProperty({ type: BrandingDto, nullable: true, example: null }) branding!: BrandingDto | null;
  @ApiProperty({ type: [ApplicationSecretDto] }) secrets!: ApplicationSecretDto[];
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) updated_at!: string;
}

/** A new application, with its first secret where it authenticates by one. */
export class NewApplicationDto extends ApplicationDto {
  @ApiPropertyOptional({ description: 'Its first secret, shown this once', example: 'ae_cs_Kd83jfJx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGf' }) client_secret?: string;
}

export function toApplicationDto(application: Application, secrets: readonly ApplicationSecret[] = []): ApplicationDto {
  return {
    id: application.id,
    client_id: application.id,
    name: application.name,
    type: application.type,
    status: application.status,
    redirect_uris: application.redirectUris,
    post_logout_redirect_uris: application.postLogoutRedirectUris,
    backchannel_logout_uri: application.backchannelLogoutUri,
    tenant_id: application.tenantId,
    first_party: application.firstParty,
    scopes: application.scopes,
    token_endpoint_auth_method: application.tokenEndpointAuthMethod,
    jwks: application.jwks,
    jwks_uri: application.jwksUri,
    access_token_format: application.accessTokenFormat,
    access_token_minutes: application.accessTokenMinutes,
    branding: application.branding,
    secrets: secrets.map(({ id, secretPrefix, createdAt }) => ({ id, secret_prefix: secretPrefix, created_at: createdAt.toISOString() })),
    created_at: application.createdAt.toISOString(),
    updated_at: application.updatedAt.toISOString(),
  };
}
