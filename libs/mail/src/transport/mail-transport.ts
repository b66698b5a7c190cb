import type { MailMessage } from '../queue/sealed-mail.js';

export interface OutgoingMail extends MailMessage {
  /** The queue's id; the same at every attempt. */
  readonly id: string;
  readonly createdAt: Date;
}

/** How mails leave the house. */
export abstract class MailTransport {
  /**
   * Resolves once the other side has taken the mail over. `signal` ends the attempt.
   * @throws MailDeliveryError when it has not
   */
  abstract send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;

  abstract close(): Promise<void>;
}
