import { EmailField } from '@authengine/directory';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { NewPasswordField } from '../passwords/new-password-field.decorator.js';

export class PasswordResetRequestDto {
  @EmailField()
  email!: string;
}

/** Whose account a link is for, before it is used. */
export class PasswordResetPreviewDto {
  @ApiProperty({ format: 'email', example: 'ada@example.com' }) email!: string;
}

export class PasswordResetConfirmDto {
  @ApiProperty({ description: 'From the link in the mail', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  token!: string;

  @NewPasswordField()
  new_password!: string;

  @ApiPropertyOptional({ description: 'Must be the same, if given', maxLength: 1024, example: 'a long and private sentence' })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  confirm_password?: string;
}
