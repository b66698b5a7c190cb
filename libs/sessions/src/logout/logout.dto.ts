import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class LogoutDto {
  @ApiPropertyOptional({ description: 'Any refresh token of the session, instead of an access token. A browser with the refresh cookie needs neither', maxLength: 4096, example: 'ae_rt_3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSor' })
  @IsOptional()
  @IsString()
  @MaxLength(4096)
  refresh_token?: string;
}
