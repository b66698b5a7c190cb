import { IsRfc3339, PageQuery, type AuditStatus } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsIP, IsOptional, IsString, IsUUID, Matches } from 'class-validator';

const STATUSES: readonly AuditStatus[] = ['success', 'failure', 'denied'];

/** The filters of a tenant's own log. Each is one plain value; operators, lists and unknown names are refused. */
export class TenantAuditQuery extends PageQuery {
  @ApiPropertyOptional({ type: 'string', format: 'uuid', description: 'Who did it: a user, or a service key' })
  @IsOptional()
  @IsUUID()
  actor_id?: string;

  @ApiPropertyOptional({ type: 'string', format: 'uuid', description: 'To whom it was done' })
  @IsOptional()
  @IsUUID()
  target_user_id?: string;

  @ApiPropertyOptional({ type: 'string', example: 'audit.log.read', description: "An event's name, or the beginning of names (`tenant.*`); the predecessor's (`LOGIN_FAILED`) are translated" })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_.]{1,126}(?:[A-Za-z0-9_.]{2}|\.\*)?$/, { message: "action must be an event's name, or the beginning of names like tenant.*" })
  action?: string;

  @ApiPropertyOptional({ type: 'string', example: 'User', description: 'What it was done to' })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z]{1,64}$/, { message: 'resource must be a name like User' })
  resource?: string;

  @ApiPropertyOptional({ enum: STATUSES, description: 'How it ended' })
  @IsOptional()
  @IsIn(STATUSES)
  status?: AuditStatus;

  @ApiPropertyOptional({ type: 'string', example: '203.0.113.7', description: 'From which IPv4 or IPv6 address' })
  @IsOptional()
  @IsIP()
  ip_address?: string;

  @ApiPropertyOptional({ type: 'string', description: 'The request that it came by, as the `request_id` of a problem names it' })
  @IsOptional()
  @IsString()
  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'request_id must be a request id' })
  request_id?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'Not before this time' })
  @IsOptional()
  @IsRfc3339()
  from?: string;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'Not after this time' })
  @IsOptional()
  @IsRfc3339()
  to?: string;
}

/** The filters of the platform's log, which has every tenant's entries. */
export class PlatformAuditQuery extends TenantAuditQuery {
  @ApiPropertyOptional({ type: 'string', format: 'uuid', description: 'In which tenant' })
  @IsOptional()
  @IsUUID()
  tenant_id?: string;
}
