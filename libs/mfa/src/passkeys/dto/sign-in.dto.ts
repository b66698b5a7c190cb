import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { type RefreshTransport, RefreshTransportField } from '@authengine/sessions';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { isAuthenticationJson } from '../ceremony/credential-json.js';
import { CredentialField } from './credential-field.decorator.js';

export const ASSERTION_EXAMPLE = {
  id: 'b3oX9vJqT0mGx7mYw1cXzQ',
  rawId: 'b3oX9vJqT0mGx7mYw1cXzQ',
  type: 'public-key',
  response: { clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0', authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4', signature: 'MEUCIQDx', userHandle: 'Lxuac1oPTFefDn0aO1yeIQ' },
  clientExtensionResults: {},
};

export class BeginSignInDto {
  /** Whoever is to sign in, where that is known before: a passkey of anybody else is refused then. The browser offers the passkeys it has, whoever's they are. */
  @ApiProperty({ required: false, type: String, nullable: true, example: 'ada@example.com', maxLength: 320 })
  @IsOptional()
  @IsString()
  @MaxLength(320)
  email?: string | null;
}

export class CompleteSignInDto {
  @CredentialField(isAuthenticationJson, ASSERTION_EXAMPLE)
  credential!: AuthenticationResponseJSON;

  @RefreshTransportField()
  refresh_transport?: RefreshTransport | null;
}
