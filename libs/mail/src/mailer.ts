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

/** Features send mail with this: a mail is queued together with their change, and sent after it. */
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
   * Queues a mail in the caller's transaction: it is sent after the commit, and never after a rollback. One insert, no
   * network; when it resolves, the mail is queued, not delivered.
   * @param kind the purpose of the mail in logs and the audit log: `verify_email`
   * @param to in any form; SMTP gets the domain as A-labels (RFC 5890)
   * @throws TypeError when `to` is not an e-mail address or the link is not a web URL
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
