import { AuditTrail } from '@authengine/contracts';
import { SealedSecretError } from '@authengine/crypto';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { MailRelay } from '../relay/mail-relay.js';
import { MailDeliveryError } from '../transport/mail-delivery-error.js';
import { MailTransport } from '../transport/mail-transport.js';
import { MailEvents } from './mail.events.js';
import { QueuedMails, type LeasedMail } from './queued-mails.js';
import { nextAttemptAt } from './retry-schedule.js';
import { SealedMail } from './sealed-mail.js';

/** One attempt to send one mail, and its consequences. Logs show kind and id, never the recipient or the content. */
@Injectable()
export class MailDelivery {
  private readonly log = new Logger('Mail');

  constructor(
    private readonly mails: QueuedMails,
    private readonly messages: SealedMail,
    private readonly transport: MailTransport,
    private readonly relay: MailRelay,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Rejects only when the outcome could not be stored; the mail is then tried again after its lease ends. */
  async attempt(mail: LeasedMail, signal: AbortSignal): Promise<void> {
    try {
      const message = this.messages.open(mail.id, mail.sealedMessage);
      await this.transport.send({ id: mail.id, createdAt: mail.createdAt, ...message }, signal);
    } catch (error) {
      const fault = asDeliveryError(error);
      this.relay.failed(fault);
      await this.failed(mail, fault);
      return;
    }
    await this.mails.sent(mail, this.clock.now());
    await this.relay.worked('send');
    this.log.debug(`mail ${mail.id} (${mail.kind}) was handed over`);
  }

  private async failed(mail: LeasedMail, error: MailDeliveryError): Promise<void> {
    const now = this.clock.now();
    const retryAt = error.permanent ? null : nextAttemptAt(mail, now, Math.random());
    const what = `mail ${mail.id} (${mail.kind}), attempt ${mail.attempts}: ${error.reason}`;
    if (retryAt) {
      await this.mails.postponed(mail, retryAt, error.reason);
      this.log.warn(`${what}; next attempt at ${retryAt.toISOString()}`);
      return;
    }
    await this.transactions.run(async () => {
      if (!(await this.mails.failed(mail, now, error.reason))) return;
      const metadata = { kind: mail.kind, attempts: mail.attempts, reason: error.reason };
      await this.trail.record(MailEvents.deliveryFailed, { actorId: null, resourceId: mail.id, status: 'failure', metadata });
    });
    this.log.error(`${what}; given up`);
  }
}

function asDeliveryError(error: unknown): MailDeliveryError {
  if (error instanceof MailDeliveryError) return error;
  // A key that is unknown now may be known after the rollout or with the right setting; other seals never open.
  if (error instanceof SealedSecretError) return new MailDeliveryError(`sealed message: ${error.fault}`, error.fault !== 'unknown_key', { cause: error });
  return new MailDeliveryError('internal error', false, { cause: error });
}
