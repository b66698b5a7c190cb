import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';

/** A credential as `PublicKeyCredential.toJSON()` gives it. Fields that browsers add are accepted and ignored. */
export function CredentialField(is: (value: unknown) => boolean, example: Record<string, unknown>, { required = true } = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ selfRequired: required, type: 'object', additionalProperties: true, description: 'The result of `PublicKeyCredential.toJSON()` (WebAuthn level 3, section 5.1)', example }),
    ...(required ? [] : [IsOptional()]),
    ValidateBy({ name: 'credentialJson', validator: { validate: is, defaultMessage: () => '$property must be a credential as PublicKeyCredential.toJSON() gives it' } }),
  );
}
