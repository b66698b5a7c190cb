import { UserDto } from '@authengine/directory';
import { ApiProperty } from '@nestjs/swagger';

/** What is kept of a user. Libs may add parts of their own. */
export class ExportDto {
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) exported_at!: string;
  @ApiProperty({ type: UserDto }) profile!: UserDto;
  @ApiProperty({ description: 'Every session that is still on record', example: [{ id: '2f1b9a70-5a0f-4c57-9f0e-7d1a3b5c9e21', created_at: '2026-01-15T09:30:00.000Z', ended_at: null, ip_address: '203.0.113.7', user_agent: 'Mozilla/5.0', auth_strategy: 'email_password' }] })
  sessions!: Record<string, unknown>[];
  @ApiProperty({ example: [{ tenant_id: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10', tenant_name: 'Analytical Engines', member_since: '2026-01-15T09:30:00.000Z' }] }) memberships!: Record<string, unknown>[];
  @ApiProperty({ description: 'What the user did, the newest first; at most 1000', example: [{ action: 'auth.login.succeeded', status: 'success', created_at: '2026-01-15T09:30:00.000Z', ip_address: '203.0.113.7' }] })
  activity!: Record<string, unknown>[];
  @ApiProperty({ required: false, example: [{ id: '7b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d', provider: 'github', issuer: 'https://github.com', subject: '42', provider_email: 'ada@example.com', created_at: '2026-01-15T09:30:00.000Z', last_used_at: '2026-01-16T08:00:00.000Z' }] })
  linked_accounts?: Record<string, unknown>[];
  @ApiProperty({ required: false, description: 'The factors, without secrets', example: { authenticator_app: { set_up_at: '2026-01-15T09:30:00.000Z' }, recovery_codes: [{ created_at: '2026-01-15T09:30:00.000Z', used_at: null }] } })
  second_factors?: Record<string, unknown>;
  @ApiProperty({ required: false, example: [{ id: '7b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d', credential_id: 'b3oX9vJqT0mGx7mYw1cXzQ', device_name: 'My laptop', transports: ['internal'], backed_up: true, created_at: '2026-01-15T09:30:00.000Z', last_used_at: null }] })
  passkeys?: Record<string, unknown>[];
}
