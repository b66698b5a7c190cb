import { EmailField } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class EmailChangeDto {
  @EmailField()
  new_email!: string;

  @ApiPropertyOptional({ description: 'Needed where the account has a password; one without needs a recent login', example: 'a long and private sentence', maxLength: 1024 })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;

  @ApiPropertyOptional({ description: 'Of the second factor; needed where the account has one', example: '492039', maxLength: 64 })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  code?: string;
}
