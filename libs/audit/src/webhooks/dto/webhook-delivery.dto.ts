import { PageQuery } from '@authengine/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { DELIVERY_REASONS } from '../delivery-reason.js';
import { DELIVERY_STATUSES, type DeliveryStatus, type WebhookDelivery } from '../webhook-delivery.entity.js';

const time = { type: String, format: 'date-time', nullable: true } as const;

/** One message to a webhook, and how its last attempt went. */
export class WebhookDeliveryDto {
  @ApiProperty({ format: 'uuid', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: "The entry of the audit log, which is the message's `webhook-id`; null for a test, whose `webhook-id` is the delivery's id", example: '019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10' }) entry_id!: string | null;
  @ApiProperty({ example: 'tenant.user.invited' }) event!: string;
  @ApiProperty({ enum: DELIVERY_STATUSES, example: 'delivered' }) status!: DeliveryStatus;
  @ApiProperty({ type: 'integer', example: 1 }) attempts!: number;
  @ApiProperty({ format: 'date-time', description: 'Attempts end three days after this', example: '2026-01-16T08:00:00.000Z' }) queued_at!: string;
  @ApiProperty({ ...time, example: '2026-01-16T08:00:01.000Z' }) last_attempt_at!: string | null;
  @ApiProperty({ ...time, description: 'Not before then; null when there will be none', example: null }) next_attempt_at!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: "The status of the receiver's answer", example: 204 }) response_status!: number | null;
  @ApiProperty({ type: String, nullable: true, description: "The beginning of the receiver's answer, at most 1024 bytes", example: null }) response_excerpt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: `Why the last attempt failed: ${DELIVERY_REASONS.join(', ')}; later releases may have others`, example: null }) reason!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'How long the last attempt took, in milliseconds', example: 84 }) duration_ms!: number | null;
}

export class ListDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  @ApiPropertyOptional({ description: "An event's name", example: 'tenant.user.invited' })
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9_.]{1,200}$/, { message: "event must be an event's name" })
  event?: string;
}

export class ReplayWebhookDto {
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'The id of an entry of this audit log: what came after it is delivered again. Without it, everything is', example: '019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10' })
  @IsOptional()
  @IsUUID()
  after?: string | null;
}

export function toWebhookDeliveryDto(delivery: WebhookDelivery): WebhookDeliveryDto {
  return {
    id: delivery.id,
    entry_id: delivery.entryId,
    event: delivery.event,
    status: delivery.status,
    attempts: delivery.attempts,
    queued_at: delivery.queuedAt.toISOString(),
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    next_attempt_at: delivery.status === 'pending' ? delivery.nextAttemptAt.toISOString() : null,
    response_status: delivery.responseStatus,
    response_excerpt: delivery.responseExcerpt,
    reason: delivery.reason,
    duration_ms: delivery.durationMs,
  };
}
