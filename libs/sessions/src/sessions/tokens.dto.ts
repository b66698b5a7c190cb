import { UserDto } from '@authengine/directory';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** RFC 6749 section 5.1. */
export class TokensDto {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer <access_token>`', example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjVmM2QifQ.eyJzdWIiOiI4ZjE0In0.c2lnbmF0dXJl' }) access_token!: string;
  @ApiPropertyOptional({ description: 'Works once, at POST /auth/refresh. A session whose refresh tokens come as cookies has none here', example: 'ae_rt_3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSor' }) refresh_token?: string;
  @ApiProperty({ enum: ['bearer'], example: 'bearer' }) token_type!: 'bearer';
  @ApiProperty({ type: 'integer', description: 'Seconds until the access token expires', example: 1800 }) expires_in!: number;
}

export class LoginDto extends TokensDto {
  @ApiProperty({ type: UserDto }) user!: UserDto;
}
