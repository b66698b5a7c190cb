import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { type AccessTokenFormat, APPLICATION_TYPES, type ApplicationType, type ClientAuthMethod, type PublicKeys } from '../application.entity.js';
import { type BrandingDto, MaybeBranding } from '@authengine/contracts';
import { ApplicationName, AuthMethod, FirstParty, MaybeKeys, MaybeMinutes, MaybeScopes, MaybeUri, TokenFormat, Uris } from './application-fields.js';

export class CreateApplicationDto {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'Web shop' })
  @ApplicationName()
  name!: string;

  @ApiProperty({ enum: APPLICATION_TYPES, description: '`web` runs on a server, `spa` in a browser, `native` on a device; `service` signs nobody in and asks for tokens of its own', example: 'web' })
  @IsIn(APPLICATION_TYPES)
  type!: ApplicationType;

  @ApiPropertyOptional({ type: [String], maxItems: 20, description: 'Where answers may be sent, compared character by character; https, or on this machine http', example: ['https://shop.example.com/callback'] })
  @IsOptional()
  @Uris()
  redirect_uris?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: 20, description: 'Where a browser may be sent after signing out', example: ['https://shop.example.com/'] })
  @IsOptional()
  @Uris()
  post_logout_redirect_uris?: string[];

  @MaybeUri('Told when a session in which it was used ends', 'https://shop.example.com/logout')
  backchannel_logout_uri?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'Binds the application to one tenant: only its members sign in by it, and it goes with the tenant', example: null })
  @IsOptional()
  @IsUUID()
  tenant_id?: string | null;

  @IsOptional()
  @FirstParty()
  first_party?: boolean;

  @MaybeScopes()
  scopes?: string[] | null;

  @IsOptional()
  @AuthMethod()
  token_endpoint_auth_method?: ClientAuthMethod;

  @MaybeKeys()
  jwks?: PublicKeys | null;

  @MaybeUri('Where its public keys are, instead of jwks', 'https://shop.example.com/jwks.json')
  jwks_uri?: string | null;

  @IsOptional()
  @TokenFormat()
  access_token_format?: AccessTokenFormat;

  @MaybeMinutes()
  access_token_minutes?: number | null;

  @MaybeBranding('How the hosted pages look on the way to it')
  branding?: BrandingDto | null;
}
