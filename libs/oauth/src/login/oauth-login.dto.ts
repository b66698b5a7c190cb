import type { TenantId } from '@authengine/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { PROVIDER_DOC, type ProviderName } from '../providers/provider-name.js';
import { OnlyWith } from './only-with.decorator.js';

export class RedirectQueryDto {
  /** Gets a one-time `code`, or an `error`, in its query; else the callback answers itself. */
  @ApiPropertyOptional({ description: 'The URL to return to, at an origin of REDIRECT_ALLOWLIST or in a native application that it lists', example: 'https://app.example.com/signed-in', maxLength: 2048 })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  redirect_to?: string;
}

export class OAuthLoginQueryDto extends RedirectQueryDto {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'The active tenant of the session, when the user is a member', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' })
  @IsOptional()
  @IsUUID()
  tenant_id?: TenantId;

  @ApiPropertyOptional({ description: 'The application’s own text. It comes back at `redirect_to`, beside `code` or `error`', maxLength: 1024, example: 'af0ifjsldkj' })
  @OnlyWith('redirect_to')
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  state?: string;

  @ApiPropertyOptional({ description: 'SHA-256 of the verifier, in base64url (RFC 7636 section 4.2). The exchange of the code then needs the verifier. A native application must send one', pattern: '^[A-Za-z0-9_-]{43}$', example: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' })
  @OnlyWith('redirect_to', 'code_challenge_method')
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  code_challenge?: string;

  @ApiPropertyOptional({ enum: ['S256'], description: 'The only method that is accepted', example: 'S256' })
  @OnlyWith('code_challenge')
  @IsOptional()
  @IsIn(['S256'])
  code_challenge_method?: 'S256';
}

export class ProviderDto {
  @ApiProperty(PROVIDER_DOC) name!: ProviderName;
  @ApiProperty({ example: 'GitHub' }) display_name!: string;
  @ApiProperty({ description: 'The URL that a browser opens to sign in', example: '/api/v1/auth/oauth/github/login' }) login_url!: string;
}

export class LinkTicketDto {
  @ApiProperty({ description: 'The ticket from the URL that `…/link` answered', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  ticket!: string;
}

export class AuthorizationUrlDto {
  @ApiProperty({ format: 'uri', example: 'https://auth.example.com/api/v1/auth/oauth/github/link/start?ticket=Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg' }) authorization_url!: string;
}
