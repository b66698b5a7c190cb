import { EmailField, NameField, UsernameField } from '@authengine/directory';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

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

  @UsernameField()
  username?: string;

  @ApiPropertyOptional({ description: 'E.164', example: '+441632960961' })
  @IsOptional()
  @Matches(/^\+[1-9]\d{6,14}$/, { message: '$property must be a number like +441632960961' })
  phone_number?: string;
}
