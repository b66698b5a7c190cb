import { isPictureUrl, NameField, UsernameField } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';

/** What is absent stays; null clears. */
export class UpdateMeDto {
  @NameField('Ada', { clearable: true })
  first_name?: string | null;

  @NameField('Lovelace', { clearable: true })
  last_name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'https only', example: 'https://cdn.example.com/ada.png', maxLength: 2048 })
  @IsOptional()
  @ValidateBy({ name: 'isPictureUrl', validator: { validate: isPictureUrl, defaultMessage: () => '$property must be an https URL' } })
  avatar_url?: string | null;

  @UsernameField({ clearable: true })
  username?: string | null;
}
