import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { EmailField } from '../users/email-field.decorator.js';
import { NameField } from '../users/name-field.decorator.js';

export class RegisterDto {
  @EmailField()
  email!: string;

  /** 8 to 128 characters, none of the passwords that are guessed first; no rules of composition. */
  @ApiProperty({ minLength: 8, maxLength: 128, example: 'a long and private sentence' })
  @IsString()
  @MaxLength(1024)
  password!: string;

  @NameField('Ada')
  first_name?: string;

  @NameField('Lovelace')
  last_name?: string;

  @ApiPropertyOptional({ description: 'Unique, in whatever case it is written', example: 'ada', minLength: 3, maxLength: 32 })
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{1,30}[A-Za-z0-9]$/, { message: '$property must have 3 to 32 letters, digits, dots, dashes or underscores' })
  username?: string;

  @ApiPropertyOptional({ description: 'E.164', example: '+441632960961' })
  @IsOptional()
  @Matches(/^\+[1-9]\d{6,14}$/, { message: '$property must be a number like +441632960961' })
  phone_number?: string;
}
