import { createTransport, type SMTPPoolOptions, type Transporter } from 'nodemailer';
import { MailTransport, type OutgoingMail } from './mail-transport.js';
import { smtpFault } from './smtp-fault.js';

export interface MailSender {
  readonly name: string;
  readonly address: string;
}

const LIMITS = {
  pool: true,
  maxConnections: 5,
  // The server may close a pooled connection just as it is picked. The queue does all further retries.
  maxRequeues: 1,
  idleTimeout: 30_000,
  dnsTimeout: 5_000,
  connectionTimeout: 5_000,
  greetingTimeout: 5_000,
  socketTimeout: 10_000,
  // A message is our own text; it must never make this machine read a file or fetch a URL.
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;

/** Any SMTP server, over a small pool of connections. */
export class SmtpTransport extends MailTransport {
  private readonly transporter: Transporter;

  constructor(
    server: SMTPPoolOptions,
    private readonly from: MailSender,
  ) {
    super();
    this.transporter = createTransport({ ...server, ...LIMITS });
  }

  async send(mail: OutgoingMail, signal: AbortSignal): Promise<void> {
    const to = { name: '', address: mail.to };
    try {
      await this.transporter.sendMail({
        from: this.from,
        to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        date: mail.createdAt,
        // The same for every attempt, so that receivers can drop a duplicate.
        messageId: `<${mail.id}@${this.from.address.slice(this.from.address.lastIndexOf('@') + 1)}>`,
        // RFC 3834: asks for no out-of-office answers.
        headers: { 'Auto-Submitted': 'auto-generated' },
        // Wrapping at spaces would break links; quoted-printable is decoded to exactly the same text.
        textEncoding: 'quoted-printable',
        signal,
      });
    } catch (error) {
      throw smtpFault(error);
    }
  }

  async check(): Promise<void> {
    try {
      await this.transporter.verify();
    } catch (error) {
      throw smtpFault(error);
    }
  }

  close(): Promise<void> {
    this.transporter.close({ force: true });
    return Promise.resolve();
  }
}
