import { MailDeliveryError } from '../transport/mail-delivery-error.js';
import { MailTransport, type OutgoingMail } from '../transport/mail-transport.js';
import type { DevMailbox } from './dev-mailbox.js';

/** `EMAIL_PROVIDER=console`: mails stay on this machine. */
export class DevMailboxTransport extends MailTransport {
  constructor(private readonly mailbox: DevMailbox) {
    super();
  }

  async send({ id, to, subject, text, html, createdAt }: OutgoingMail): Promise<void> {
    try {
      await this.mailbox.put({ id, to, subject, text, html, created_at: createdAt.toISOString() });
    } catch (cause) {
      throw new MailDeliveryError((cause as NodeJS.ErrnoException).code ?? 'unknown', false, { cause });
    }
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
