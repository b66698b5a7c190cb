import { CryptoModule } from '@authengine/crypto';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlatformWebhooksController } from './platform-webhooks.controller.js';
import { Receivers } from './receivers.js';
import { TenantWebhooksController } from './tenant-webhooks.controller.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookDesk } from './webhook-desk.js';
import { WebhookLog } from './webhook-log.js';
import { WebhookOutcomes } from './webhook-outcomes.js';
import { WebhookRelay } from './webhook-relay.js';
import { WebhookRights } from './webhook-rights.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookWork } from './webhook-work.js';
import { Webhook } from './webhook.entity.js';
import { Webhooks } from './webhooks.js';

/** Tells receivers elsewhere of what enters the audit log. Needs `AuditModule` before it, and a global module with `ActingRightsPort`. */
@Module({
  imports: [CryptoModule, TypeOrmModule.forFeature([Webhook, WebhookDelivery])],
  controllers: [PlatformWebhooksController, TenantWebhooksController],
  providers: [Receivers, WebhookDesk, WebhookLog, WebhookOutcomes, WebhookRelay, WebhookRights, WebhookSecrets, WebhookSender, WebhookWork, Webhooks],
  exports: [WebhookRelay],
})
export class WebhooksModule {}
