import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsRFC3339, IsString, IsUUID, Length, Matches } from 'class-validator';

export class CreateServiceKeyDto {
  @ApiProperty({ description: 'The service that will hold the key', minLength: 1, maxLength: 100, example: 'billing' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, { message: 'service_name must not contain control characters' })
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
  @IsRFC3339()
  expires_at?: string | null;
}
