import { isAddressRange, IsRfc3339 } from '@authengine/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateBy } from 'class-validator';

const MAX_PERMISSIONS = 100;
const MAX_ADDRESSES = 50;

/** A list that is not empty. A key for nothing would be a mistake. */
const List = (max: number): PropertyDecorator => applyDecorators(IsArray(), ArrayNotEmpty({ message: '$property must name at least one; leave it out for no restriction' }), ArrayMaxSize(max));

const IsAddressRange = (): PropertyDecorator =>
  ValidateBy(
    { name: 'isAddressRange', validator: { validate: (value) => typeof value === 'string' && isAddressRange(value), defaultMessage: () => 'each value in $property must be an address, or a range like 10.0.0.0/8' } },
    { each: true },
  );

export class CreateServiceKeyDto {
  @ApiProperty({ description: 'The service that will hold the key', minLength: 1, maxLength: 100, example: 'billing' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @Matches(/^\P{Cc}{1,100}$/u, { message: 'service_name is required: 1 to 100 characters on one line' })
  service_name!: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The one tenant that the key may ask about. The key ends with the tenant',
    example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10',
  })
  @IsOptional()
  @IsUUID()
  tenant_id?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, description: 'The end of the key (RFC 3339), at most ten years ahead. Without it the key has no end', example: '2030-01-01T00:00:00Z' })
  @IsOptional()
  @IsRfc3339()
  expires_at?: string | null;

  @ApiPropertyOptional({
    type: [String],
    nullable: true,
    minItems: 1,
    maxItems: MAX_PERMISSIONS,
    description: 'The permissions that introspection shows to the key. Without it, the key sees all',
    example: ['tenant.view'],
  })
  @IsOptional()
  @MaxLength(100, { each: true })
  @IsString({ each: true })
  @List(MAX_PERMISSIONS)
  permissions?: string[] | null;

  @ApiPropertyOptional({
    type: [String],
    nullable: true,
    minItems: 1,
    maxItems: MAX_ADDRESSES,
    description: 'The IPv4 and IPv6 addresses and ranges where the key may be used. From any other address the key is invalid. Behind a proxy, TRUSTED_PROXIES decides which address counts. Without it, every address is allowed',
    example: ['10.0.0.0/8', '2001:db8::7'],
  })
  @IsOptional()
  @IsAddressRange()
  @List(MAX_ADDRESSES)
  allowed_addresses?: string[] | null;

  @ApiPropertyOptional({
    type: [String],
    nullable: true,
    minItems: 1,
    maxItems: MAX_PERMISSIONS,
    description: 'The permissions that forward authentication with the key demands of a user: in the tenant of the key, if it has one. Without it, a valid token is enough',
    example: ['tenant.view'],
  })
  @IsOptional()
  @MaxLength(100, { each: true })
  @IsString({ each: true })
  @List(MAX_PERMISSIONS)
  required_permissions?: string[] | null;
}
