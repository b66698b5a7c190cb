import { AUTH_STRATEGY_DESCRIPTION, type AuthStrategy } from '@authengine/contracts';
import { ApiProperty } from '@nestjs/swagger';

export class SessionUseDto {
  @ApiProperty({ format: 'uuid', example: '5b2f7c1e-9a64-4d0b-8c3a-2f6d1e7b9a05' }) id!: string;
  @ApiProperty({ example: 'Web shop' }) name!: string;
}

export class SessionDto {
  @ApiProperty({ format: 'uuid', example: '2f1b9a70-5a0f-4c57-9f0e-7d1a3b5c9e21' }) id!: string;
  @ApiProperty({ description: 'Whether this is the session of the request', example: true }) current!: boolean;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ format: 'date-time', description: 'When it began or was last refreshed', example: '2026-01-15T10:00:00.000Z' }) last_seen_at!: string;
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' }) ip_address!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 (X11; Linux x86_64)' }) user_agent!: string | null;
  @ApiProperty({ type: String, description: AUTH_STRATEGY_DESCRIPTION, example: 'email_password' }) auth_strategy!: AuthStrategy;
  @ApiProperty({ type: [SessionUseDto], description: 'The applications that were signed in to in it' }) applications!: SessionUseDto[];
}
