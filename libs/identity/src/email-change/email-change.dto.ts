import { EmailField } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class EmailChangeDto {
  @EmailField()
  new_email!: string;

  @ApiPropertyOptional({ description: 'Needed when the account has a password; an account without one needs a recent login', example: 'a long and private sentence', maxLength: 1024 })
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
