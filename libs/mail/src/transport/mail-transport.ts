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

  /**
   * Resolves when the other side can be reached and lets us in; sends nothing.
   * @throws MailDeliveryError when it cannot, or does not
   */
  abstract check(): Promise<void>;

  abstract close(): Promise<void>;
}
