import { ApiProperty } from '@nestjs/swagger';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { isRegistrationJson } from '../ceremony/credential-json.js';
import { CredentialField } from './credential-field.decorator.js';

const EXAMPLE = {
  id: 'b3oX9vJqT0mGx7mYw1cXzQ',
  rawId: 'b3oX9vJqT0mGx7mYw1cXzQ',
  type: 'public-key',
  response: { clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0', attestationObject: 'o2NmbXRkbm9uZQ', transports: ['internal'] },
  clientExtensionResults: { credProps: { rk: true } },
};

export class CompleteRegistrationDto {
  @CredentialField(isRegistrationJson, EXAMPLE)
  credential!: RegistrationResponseJSON;

  /** What the user calls it; told from the browser unless given. */
  @ApiProperty({ required: false, example: 'My laptop', minLength: 1, maxLength: 100 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: '$property must be one line of text' })
  device_name?: string;
}
