import { type RefreshTransport, RefreshTransportField } from '@authengine/sessions';
import { ApiProperty } from '@nestjs/swagger';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { isAuthenticationJson } from '../../passkeys/ceremony/credential-json.js';
import { CredentialField } from '../../passkeys/dto/credential-field.decorator.js';
import { ASSERTION_EXAMPLE } from '../../passkeys/dto/sign-in.dto.js';

/** One of `code` and `credential`. */
export class CompleteChallengeDto {
  @ApiProperty({ description: 'The token from the 202 of the sign-in', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  mfa_pending_token!: string;

  @ApiProperty({ required: false, description: 'A code of the authenticator app, or a recovery code', example: '492039', minLength: 1, maxLength: 64 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  code?: string;

  /** Where `methods` has `webauthn`, in place of a code: by options of `POST /auth/webauthn/authenticate/begin`. */
  @CredentialField(isAuthenticationJson, ASSERTION_EXAMPLE, { required: false })
  credential?: AuthenticationResponseJSON;

  @RefreshTransportField()
  refresh_transport?: RefreshTransport | null;
}
