import { isAddressRange, IsRfc3339 } from '@authengine/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateBy } from 'class-validator';

const MAX_PERMISSIONS = 100;
const MAX_ADDRESSES = 50;

/** A list that says something: an empty one would be a key for nothing, which nobody means. */
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
    description: 'Binds the key to one tenant: it sees members of that tenant only, and ends with it',
    example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10',
  })
  @IsOptional()
  @IsUUID()
  tenant_id?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, description: 'RFC 3339; in the future, at most ten years ahead. Without it the key has no end', example: '2030-01-01T00:00:00Z' })
  @IsOptional()
  @IsRfc3339()
  expires_at?: string | null;

  @ApiPropertyOptional({
    type: [String],
    nullable: true,
    minItems: 1,
    maxItems: MAX_PERMISSIONS,
    description: 'Permissions of the catalogue: introspection tells the key of these and of no others. Without it, of all',
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
    description: 'IPv4 and IPv6 addresses and ranges: from anywhere else the key is answered like one that there is not. Behind a proxy, TRUSTED_PROXIES decides what the address is. Without it, any',
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
    description: 'Permissions of the catalogue: forward authentication with the key lets nobody through who lacks one of them, in `tenant_id` where the key has one. Without it, whoever has a token that stands',
    example: ['tenant.view'],
  })
  @IsOptional()
  @MaxLength(100, { each: true })
  @IsString({ each: true })
  @List(MAX_PERMISSIONS)
  required_permissions?: string[] | null;
}
