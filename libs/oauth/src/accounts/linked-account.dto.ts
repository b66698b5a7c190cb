import { ApiProperty } from '@nestjs/swagger';
import { PROVIDER_DOC, type ProviderName } from '../providers/provider-name.js';
import type { LinkedIdentity } from './linked-identity.entity.js';

export class LinkedAccountDto {
  @ApiProperty({ format: 'uuid', example: '7b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d' }) id!: string;
  @ApiProperty(PROVIDER_DOC) provider!: ProviderName;
  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com' }) provider_email!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Ada Lovelace' }) provider_name!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'https://avatars.example.com/u/42' }) provider_avatar_url!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
}

/** The answer of a callback after a link. */
export class LinkedDto {
  @ApiProperty({ example: 'The account is linked; you can sign in with it from now on.' }) message!: string;
  @ApiProperty({ type: LinkedAccountDto }) account!: LinkedAccountDto;
}

export function toLinkedAccountDto(identity: LinkedIdentity): LinkedAccountDto {
  return {
    id: identity.id,
    provider: identity.provider,
    provider_email: identity.providerEmail,
    provider_name: identity.providerName,
    provider_avatar_url: identity.providerAvatarUrl,
    created_at: identity.createdAt.toISOString(),
  };
}
