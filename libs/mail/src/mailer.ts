import { randomUUID } from 'node:crypto';
import { Settings } from '@authengine/config';
import { canonicalEmail, Clock, isEmail } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { MailContent } from './content/mail-content.js';
import { renderMail } from './content/render-mail.js';
import { MailQueue } from './queue/mail-queue.js';
import { QueuedMails } from './queue/queued-mails.js';
import { SealedMail } from './queue/sealed-mail.js';

/** How features send mail: it is queued with their change, and sent after it. */
@Injectable()
export class Mailer {
  constructor(
    private readonly mails: QueuedMails,
    private readonly messages: SealedMail,
    private readonly queue: MailQueue,
    private readonly transactions: Transactions,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Queues a mail in the caller's transaction: it goes out when that commits, and never when it is
   * rolled back. One insert, no network; that it resolves says nothing of delivery.
   * @param kind what the mail is for, shown in logs and the audit log: `verify_email`
   * @param to in whatever form; the domain goes out as SMTP takes it (RFC 5890: A-labels)
   * @throws TypeError when `to` is no e-mail address or the link no web URL
   */
  async enqueue(kind: string, to: string, content: MailContent): Promise<void> {
    if (!isEmail(to)) throw new TypeError('a mail is for one e-mail address');
    const id = randomUUID();
    const sealedMessage = this.messages.seal(id, { to: canonicalEmail(to), ...renderMail(content, this.settings.values.APP_NAME) });
    await this.mails.add({ id, kind, sealedMessage, createdAt: this.clock.now() });
    await this.transactions.afterCommit(() => {
      this.queue.kick();
      return Promise.resolve();
    });
  }
}
