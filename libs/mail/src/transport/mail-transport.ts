import type { MailMessage } from '../queue/sealed-mail.js';

export interface OutgoingMail extends MailMessage {
  /** The queue's id; the same for every attempt. */
  readonly id: string;
  readonly createdAt: Date;
}

/** The way in which mails are sent. */
export abstract class MailTransport {
  /**
   * Resolves once the other side has accepted the mail. `signal` ends the attempt.
   * @throws MailDeliveryError when it has not
   */
  abstract send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;

  /**
   * Resolves when the other side answers and lets us in; sends nothing.
   * @throws MailDeliveryError when it does not
   */
  abstract check(): Promise<void>;

  abstract close(): Promise<void>;
}
