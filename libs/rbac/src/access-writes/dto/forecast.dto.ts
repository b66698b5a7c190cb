import { ApiProperty } from '@nestjs/swagger';
import type { Forecast } from '../forecast.js';

const USER_ID = '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f';
const TENANT_ID = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10';

export class AccessChangeDto {
  @ApiProperty({ format: 'uuid', example: USER_ID }) user_id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null for the platform, and for every tenant of which the user is no member', example: TENANT_ID }) tenant_id!: string | null;
  @ApiProperty({ type: [String], example: ['tenant.users.view'] }) gains!: string[];
  @ApiProperty({ type: [String], example: ['tenant.update'] }) loses!: string[];
}

export class EndedSessionDto {
  @ApiProperty({ format: 'uuid', example: '2f1b9a70-5a0f-4c57-9f0e-7d1a3b5c9e21' }) id!: string;
  @ApiProperty({ format: 'uuid', example: USER_ID }) user_id!: string;
}

export class TouchedServiceKeyDto {
  @ApiProperty({ format: 'uuid', example: 'b7c1c2de-1a52-4f7f-8f61-2a4f5a1d9c33' }) id!: string;
  @ApiProperty({ example: 'billing' }) service_name!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: TENANT_ID }) tenant_id!: string | null;
  @ApiProperty({ enum: ['ends', 'loses_its_creator'], example: 'ends' }) effect!: string;
}

export class LockoutDto {
  @ApiProperty({ enum: ['oneself', 'tenant_without_active_owner'], example: 'tenant_without_active_owner' }) kind!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: TENANT_ID }) tenant_id!: string | null;
}

/** What a change of access would do. A change that would be refused is refused here too. */
export class ForecastDto {
  @ApiProperty({ type: Boolean, description: 'Always true', example: true }) dry_run!: true;
  @ApiProperty({ type: 'integer', description: 'How many users the change can touch', example: 1 }) users_considered!: number;
  @ApiProperty({ description: 'Whether there are more users than the list has', example: false }) truncated!: boolean;
  @ApiProperty({ description: 'Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name', example: false }) withheld!: boolean;
  @ApiProperty({ type: [AccessChangeDto], description: 'Users who begin or cease to lack a required second factor are listed as in a session that no passkey began' }) changes!: AccessChangeDto[];
  @ApiProperty({ type: [EndedSessionDto] }) sessions_ended!: EndedSessionDto[];
  @ApiProperty({ type: [TouchedServiceKeyDto] }) service_keys!: TouchedServiceKeyDto[];
  @ApiProperty({ type: [LockoutDto] }) lockouts!: LockoutDto[];
}

export function toForecastDto(forecast: Forecast): ForecastDto {
  return {
    dry_run: true,
    users_considered: forecast.usersConsidered,
    truncated: forecast.truncated,
    withheld: forecast.withheld,
    changes: forecast.changes.map(({ userId, tenantId, gains, loses }) => ({ user_id: userId, tenant_id: tenantId, gains: [...gains], loses: [...loses] })),
    sessions_ended: forecast.sessionsEnded.map(({ id, userId }) => ({ id, user_id: userId })),
    service_keys: forecast.serviceKeys.map(({ id, serviceName, tenantId, effect }) => ({ id, service_name: serviceName, tenant_id: tenantId, effect })),
    lockouts: forecast.lockouts.map(({ kind, tenantId }) => ({ kind, tenant_id: tenantId })),
  };
}
