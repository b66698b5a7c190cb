import { BrandingDto } from '@authengine/contracts';
import { NameField } from '@authengine/directory';
import { OneTimeTokenDto } from '@authengine/identity';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class AcceptInvitationDto extends OneTimeTokenDto {
  @ApiPropertyOptional({ type: String, nullable: true, minLength: 8, maxLength: 128, description: 'The password of the new account; ignored for a signed-in user', example: 'a long and private sentence' })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string | null;

  @NameField('Grace')
  first_name?: string;

  @NameField('Hopper')
  last_name?: string;
}

/** Whom an invitation is for, before it is accepted. */
export class InvitationPreviewDto {
  @ApiProperty({ format: 'email', example: 'grace@example.com' }) email!: string;
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) tenant_id!: string;
  @ApiProperty({ type: BrandingDto, nullable: true, description: 'How the organization wants pages to look; null: as the settings say', example: null }) branding!: BrandingDto | null;
}

export class AcceptedInvitationDto {
  @ApiProperty({ example: 'You are now a member of Acme.' }) message!: string;
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) tenant_id!: string;
  @ApiProperty({ example: 'Acme' }) tenant_name!: string;
  @ApiProperty({ format: 'uuid', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) user_id!: string;
}
