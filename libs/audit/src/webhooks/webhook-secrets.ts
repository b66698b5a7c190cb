import { randomBytes } from 'node:crypto';
import { SealedSecrets } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import { Webhook as Signer } from 'standardwebhooks';
import type { Webhook } from './webhook.entity.js';

const BYTES = 32;
const PREFIX = 'whsec_';

export interface Signed {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

type Sealed = Pick<Webhook, 'id' | 'sealedSecret' | 'previousSealedSecret' | 'previousSecretUntil'>;

/** The signing secrets of webhooks. They are sealed in the database: receivers check with the same ones. */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly secrets: SealedSecrets) {}

  /** A new secret, in the form of Standard Webhooks, and as the row keeps it. */
  make(webhookId: string): { readonly raw: string; readonly sealed: string } {
    const raw = PREFIX + randomBytes(BYTES).toString('base64');
    return { raw, sealed: this.secrets.seal(raw, context(webhookId)) };
  }

  /**
   * The headers of Standard Webhooks. After a rotation there are two signatures, so that the receiver may change its secret in
   * between.
   * @throws SealedSecretError
   */
  sign(webhook: Sealed, messageId: string, body: string, now: Date): Signed {
    const { previousSealedSecret: previous, previousSecretUntil: until } = webhook;
    const sealed = [webhook.sealedSecret, ...(previous !== null && until !== null && until > now ? [previous] : [])];
    const signatures = sealed.map((each) => new Signer(this.secrets.open(each, context(webhook.id))).sign(messageId, now, body));
    return { 'webhook-id': messageId, 'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)), 'webhook-signature': signatures.join(' ') };
  }
}

function context(webhookId: string): string {
  return `webhook:${webhookId}`;
}
