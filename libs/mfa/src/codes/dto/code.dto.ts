import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class CodeDto {
  @ApiProperty({ description: 'A code of the authenticator app, or a recovery code', example: '492039', minLength: 1, maxLength: 64 })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  code!: string;
}

export class TotpCodeDto {
  @ApiProperty({ description: 'A code of the authenticator app', example: '492039', minLength: 1, maxLength: 64 })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  code!: string;
}

export class OptionalCodeDto {
  /** Of the authenticator app that is replaced, or a recovery code; needed where one is on already. */
  @ApiProperty({ required: false, example: '492039', minLength: 1, maxLength: 64 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  code?: string;
}
