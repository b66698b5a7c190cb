import { MfaChallengeDto } from '@authengine/identity';
import { LoginDto } from '@authengine/sessions';
import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiProperty, IntersectionType, PartialType } from '@nestjs/swagger';
import { LinkedDto } from '../accounts/linked-account.dto.js';
import { PROVIDER_DOC, type ProviderName } from '../providers/provider-name.js';

export class SocialLoginDto extends LoginDto {
  @ApiProperty({ description: 'Whether the account began with this sign-in', example: false }) is_new_user!: boolean;
  @ApiProperty(PROVIDER_DOC) provider!: ProviderName;
}

export type SocialSignIn = SocialLoginDto | MfaChallengeDto;

/** The answer of a callback, in one schema: a sign-in, or the account that was linked. */
class SocialCallbackDto extends IntersectionType(PartialType(SocialLoginDto), PartialType(LinkedDto)) {}

/** The answers of a sign-in through a provider, and of a link where the route makes one. */
export function ApiSocialSignInAnswers(options: { readonly links: boolean }): MethodDecorator {
  const links = 'Signed in: the tokens, `is_new_user`, `provider` and `user`. Linked: `message` and `account`.';
  return applyDecorators(
    ApiOkResponse(options.links ? { type: SocialCallbackDto, description: links } : { type: SocialLoginDto }),
    ApiAcceptedResponse({ type: MfaChallengeDto, description: 'A second factor is asked for.' }),
  );
}
