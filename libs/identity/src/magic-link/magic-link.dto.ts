import { EmailField } from '@authengine/directory';
import { type RefreshTransport, RefreshTransportField } from '@authengine/sessions';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { OneTimeTokenDto } from '../verification/verification.dto.js';

export class MagicLinkRequestDto {
  @EmailField()
  email!: string;

  @ApiPropertyOptional({ description: 'The URL where the sign-in goes on after the click, at an origin of REDIRECT_ALLOWLIST', example: 'https://app.example.com/signed-in', maxLength: 2048 })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  redirect_to?: string;
}

export class MagicLinkSignInDto extends OneTimeTokenDto {
  @RefreshTransportField()
  refresh_transport?: RefreshTransport | null;
}

/** What a link is for, before it is used. */
export class MagicLinkPreviewDto {
  @ApiProperty({ example: 'Sign in as ada@example.com? The link was asked for on Thu, 15 Jan 2026 09:30:00 GMT, from the address 203.0.113.7, with Firefox on Linux.' }) message!: string;
  @ApiProperty({ format: 'email', description: 'Who would be signed in', example: 'ada@example.com' }) email!: string;
  @ApiProperty({ description: 'From where the link was asked for', example: '203.0.113.7' }) address!: string;
  @ApiProperty({ description: 'And with what', example: 'Firefox on Linux' }) device!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) requested_at!: string;
  @ApiProperty({ type: String, nullable: true, example: 'https://app.example.com/signed-in' }) redirect_to!: string | null;
}

export class MagicLinkHandOverDto {
  @ApiProperty({ example: 'Confirmed. You are being sent back to the application.' }) message!: string;
  @ApiProperty({ description: 'The URL of the application, with `magic_link_token` in its query. POST /auth/magic-link/verify accepts it once, within a minute', example: 'https://app.example.com/signed-in?magic_link_token=Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg' })
  redirect_to!: string;
}
