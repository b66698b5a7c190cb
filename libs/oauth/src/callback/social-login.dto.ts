import { LoginDto, MfaChallengeDto } from '@authengine/identity';
import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { LinkedDto } from '../accounts/linked-account.dto.js';
import { PROVIDERS, type ProviderName } from '../providers/provider-name.js';

export class SocialLoginDto extends LoginDto {
  @ApiProperty({ description: 'Whether the account began with this sign-in', example: false }) is_new_user!: boolean;
  @ApiProperty({ enum: PROVIDERS, example: 'github' }) provider!: ProviderName;
}

export type SocialSignIn = SocialLoginDto | MfaChallengeDto;

/** The answers of a sign-in through a provider, and of a link where the route makes one. */
export function ApiSocialSignInAnswers(options: { readonly links: boolean }): MethodDecorator {
  const answers = [SocialLoginDto, ...(options.links ? [LinkedDto] : [])];
  return applyDecorators(
    ApiExtraModels(SocialLoginDto, MfaChallengeDto, LinkedDto),
    ApiOkResponse(options.links ? { schema: { oneOf: answers.map((answer) => ({ $ref: getSchemaPath(answer) })) } } : { type: SocialLoginDto }),
    ApiAcceptedResponse({ type: MfaChallengeDto, description: 'A second factor is asked for.' }),
  );
}
