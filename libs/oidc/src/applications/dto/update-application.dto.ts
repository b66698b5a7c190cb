import { MayBeLeftOut } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import type { AccessTokenFormat, ApplicationStatus, ClientAuthMethod, PublicKeys } from '../application.entity.js';
import { type BrandingDto, MaybeBranding } from '@authengine/contracts';
import { ApplicationName, AuthMethod, FirstParty, MaybeKeys, MaybeMinutes, MaybeScopes, MaybeUri, Status, TokenFormat, Uris } from './application-fields.js';

/** Any subset; what is left out stays as it is, null clears. Type and tenant never change. */
export class UpdateApplicationDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 100, example: 'Web shop' })
  @MayBeLeftOut()
  @ApplicationName()
  name?: string;

  @MayBeLeftOut()
  @Status()
  status?: ApplicationStatus;

  @ApiPropertyOptional({ type: [String], maxItems: 20, example: ['https://shop.example.com/callback'] })
  @MayBeLeftOut()
  @Uris()
  redirect_uris?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: 20, example: ['https://shop.example.com/'] })
  @MayBeLeftOut()
  @Uris()
  post_logout_redirect_uris?: string[];

  @MaybeUri('Told when a session in which it was used ends', 'https://shop.example.com/logout')
  backchannel_logout_uri?: string | null;

  @MayBeLeftOut()
  @FirstParty()
  first_party?: boolean;

  @MaybeScopes()
  scopes?: string[] | null;

  @MayBeLeftOut()
  @AuthMethod()
  token_endpoint_auth_method?: ClientAuthMethod;

  @MaybeKeys()
  jwks?: PublicKeys | null;

  @MaybeUri('Where its public keys are, instead of jwks', 'https://shop.example.com/jwks.json')
  jwks_uri?: string | null;

  @MayBeLeftOut()
  @TokenFormat()
  access_token_format?: AccessTokenFormat;

  @MaybeMinutes()
  access_token_minutes?: number | null;

  @MaybeBranding('How the hosted pages look on the way to it')
  branding?: BrandingDto | null;
}
