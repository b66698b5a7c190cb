import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class ReauthenticateDto {
  @ApiPropertyOptional({ description: 'Needed when the account has one', example: 'a long and private sentence', maxLength: 1024 })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;

  @ApiPropertyOptional({ description: 'The code of the second factor; needed when the account has one', example: '492039', maxLength: 64 })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  code?: string;
}

export class ReauthenticatedDto {
  @ApiProperty({ example: 'Thank you. You can go on.' }) message!: string;
  @ApiProperty({ format: 'date-time', description: 'Until then, acts that need a recent login accept this one', example: '2026-01-15T09:40:00.000Z' }) recent_until!: string;
}
