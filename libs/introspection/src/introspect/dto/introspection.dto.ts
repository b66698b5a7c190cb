import { AUTH_STRATEGY_DESCRIPTION, type AuthStrategy } from '@authengine/contracts';
import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';

const USER = '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f';
const TENANT = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10';

export class IntrospectDto {
  @ApiProperty({ description: 'The access token', example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiI4ZjE0In0.c2lnbmF0dXJl' }) token!: string;
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: "The tenant that the question is about. Without it: the key's own, or else the token's active one, or else none", example: TENANT })
  tenant_id?: string | null;
  @ApiPropertyOptional({ type: [String], nullable: true, minItems: 1, maxItems: 100, description: 'The permissions of a decision: `allowed` says whether the user holds all of them there. One name may be sent as a string. A form repeats the field', example: ['tenant.view'] })
  permission?: string[] | null;
  @ApiPropertyOptional({ enum: ['decision'], nullable: true, description: 'Allowed only with `permission`. The answer then has `allowed`, and no lists of permissions', example: 'decision' }) include?: 'decision' | null;
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 0, description: 'The answer knows at least everything that had ended by this epoch. `X-Revocation-Epoch` and GET /auth/revocations give epochs', example: 731 }) min_epoch?: number | null;
  @ApiPropertyOptional({ description: 'Accepted and ignored (RFC 7662 section 2.1)', example: 'access_token' }) token_type_hint?: string;
}

/** A token that stands now, and what its holder may do now. What has no value is left out. */
export class ActiveTokenDto {
  @ApiProperty({ type: Boolean, example: true }) active!: true;
  @ApiProperty({ format: 'uuid', example: USER }) user_id!: string;
  @ApiPropertyOptional({ example: 'ada@example.com' }) email?: string;
  @ApiPropertyOptional({ example: 'Ada' }) first_name?: string;
  @ApiPropertyOptional({ example: 'Lovelace' }) last_name?: string;
  @ApiPropertyOptional({ example: 'https://cdn.example.com/ada.png' }) avatar_url?: string;
  @ApiProperty({ example: true }) is_email_verified!: boolean;
  @ApiProperty({ type: String, description: AUTH_STRATEGY_DESCRIPTION, example: 'email_password' }) auth_strategy!: AuthStrategy;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) issued_at!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T10:00:00.000Z' }) expires_at!: string;
  @ApiPropertyOptional({ type: [String], description: 'The permissions of the user in `tenant_id`. Without `tenant_id`: those on the platform', example: ['tenant.view'] }) permissions?: readonly string[];
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'The permissions of the user in each tenant. Present only without `tenant_id`',
    example: { [TENANT]: ['tenant.view'] },
  })
  tenant_permissions?: Readonly<Record<string, readonly string[]>>;
  @ApiProperty({ type: [String], description: "The tenants of the user. A tenant's key sees only its own tenant", example: [TENANT] }) tenant_ids!: readonly string[];
  @ApiProperty({ format: 'uuid', example: '2f7a6f1e-3c55-4b0a-8a7e-5d1c2b3a4f60' }) session_id!: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The tenant that the answer is about, if any', example: TENANT }) tenant_id?: string;
  @ApiProperty({ description: 'RFC 7662: the user', example: USER }) sub!: string;
  @ApiProperty({ type: 'integer', description: 'RFC 7662: seconds since the epoch', example: 1768471200 }) exp!: number;
  @ApiProperty({ type: 'integer', description: 'RFC 7662: seconds since the epoch', example: 1768469400 }) iat!: number;
  @ApiProperty({ example: 'https://auth.example.com' }) iss!: string;
  @ApiProperty({ example: 'https://auth.example.com' }) aud!: string;
  @ApiProperty({ enum: ['bearer', 'DPoP'], description: 'DPoP: only together with a proof of the key in `cnf` (RFC 9449)', example: 'bearer' }) token_type!: 'bearer' | 'DPoP';
  @ApiPropertyOptional({ format: 'uuid', description: 'RFC 7662: the application that the token was given to; left out for a token of our own', example: '5b2f7c1e-9a64-4d0b-8c3a-2f6d1e7b9a05' }) client_id?: string;
  @ApiPropertyOptional({ type: 'object', properties: { jkt: { type: 'string' } }, description: 'RFC 9449: the thumbprint of the key that the token is bound to', example: { jkt: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' } }) cnf?: { jkt: string };
  @ApiPropertyOptional({ description: 'RFC 7662: the username, or else the address', example: 'ada' }) username?: string;
  @ApiPropertyOptional({ description: 'RFC 7662: the permissions, joined by spaces; absent when there are none. Of an application its scopes', example: 'tenant.view' }) scope?: string;
  @ApiPropertyOptional({ description: 'Whether the user holds every `permission` of the question', example: true }) allowed?: boolean;
  @ApiProperty({ description: 'RFC 7662: the id of the token', example: 'pX3Yq0cJm1tq0c1o9Vb2Ag' }) jti!: string;
  @ApiProperty({ description: 'OpenID: as `is_email_verified`', example: true }) email_verified!: boolean;
  @ApiPropertyOptional({ description: 'OpenID: both names in one', example: 'Ada Lovelace' }) name?: string;
  @ApiPropertyOptional({ description: 'OpenID: as `first_name`', example: 'Ada' }) given_name?: string;
  @ApiPropertyOptional({ description: 'OpenID: as `last_name`', example: 'Lovelace' }) family_name?: string;
  @ApiPropertyOptional({ description: 'OpenID: as `avatar_url`', example: 'https://cdn.example.com/ada.png' }) picture?: string;
}

/** The answer as a client reads it, one schema for every token: of one that does not stand there is `active` alone. */
export class IntrospectionDto extends PartialType(OmitType(ActiveTokenDto, ['active'])) {
  @ApiProperty({ description: 'Whether the token is valid. An answer with false has no other field', example: true }) active!: boolean;
}

export class IntrospectAllDto {
  @ApiProperty({ type: [IntrospectDto], minItems: 1, maxItems: 100, description: 'The questions. One malformed question makes the whole call invalid' }) tokens!: IntrospectDto[];
}

export class IntrospectionsDto {
  @ApiProperty({ type: [IntrospectionDto], description: 'The answers, in the order of the questions, each like one of POST /auth/introspect' }) results!: IntrospectionDto[];
}
