import { ApiProperty } from '@nestjs/swagger';
import type { DisabledReason, Webhook } from '../webhook.entity.js';

const time = { type: String, format: 'date-time', nullable: true } as const;

/** A webhook as the API shows it. */
export class WebhookDto {
  @ApiProperty({ format: 'uuid', example: '3f1b6f0a-0d0e-4a55-8f6a-2f8f0c1f7b10' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The tenant whose events it is told of; null for those of the whole platform', example: null }) tenant_id!: string | null;
  @ApiProperty({ example: 'https://hooks.example.com/authengine' }) url!: string;
  @ApiProperty({ type: [String], example: ['tenant.user.*'] }) events!: string[];
  @ApiProperty({ type: String, nullable: true, example: null }) description!: string | null;
  @ApiProperty({ example: true }) enabled!: boolean;
  @ApiProperty({ type: String, nullable: true, description: '`failures`: the service stopped it, because no message was taken for three days', example: null }) disabled_reason!: DisabledReason | null;
  @ApiProperty({ ...time, description: 'Since when no message was taken; null while messages are', example: null }) failing_since!: string | null;
  @ApiProperty({ ...time, description: 'When a message was taken last', example: '2026-01-16T08:00:00.000Z' }) last_success_at!: string | null;
  @ApiProperty({ ...time, description: 'Until then messages are also signed with the secret before the last rotation', example: null }) previous_secret_expires_at!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) updated_at!: string;
}

/** A webhook with a new secret. This is the only answer that shows it. */
export class WebhookWithSecretDto extends WebhookDto {
  @ApiProperty({ description: 'The secret that messages are signed with (Standard Webhooks). It is shown only now', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=' }) secret!: string;
}

export function toWebhookDto(webhook: Webhook, now: Date): WebhookDto {
  const { previousSecretUntil: until } = webhook;
  return {
    id: webhook.id,
    tenant_id: webhook.tenantId,
    url: webhook.url,
    events: webhook.events,
    description: webhook.description,
    enabled: webhook.enabled,
    disabled_reason: webhook.disabledReason,
    failing_since: webhook.failingSince?.toISOString() ?? null,
    last_success_at: webhook.lastSuccessAt?.toISOString() ?? null,
    previous_secret_expires_at: until !== null && until > now ? until.toISOString() : null,
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}
