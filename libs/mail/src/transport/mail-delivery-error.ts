/**
 * The part that is at fault: this mail (its recipient or content), the sender of all our mails, or the connection to
 * the server.
 */
export type FaultConcerns = 'mail' | 'sender' | 'relay';

export interface MailFault {
  /** A code that may be stored and logged: without an address and without the server's own words. */
  readonly reason: string;
  readonly concerns: FaultConcerns;
  /** The advice for the operator. */
  readonly remedy: string;
}

/** The server did not accept a mail. */
export class MailDeliveryError extends Error implements MailFault {
  readonly concerns: FaultConcerns;
  readonly remedy: string;

  constructor(
    readonly reason: string,
    /** Whether every further attempt would be refused too. */
    readonly permanent: boolean,
    { concerns = 'mail', remedy = '', cause }: { readonly concerns?: FaultConcerns; readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(`mail was not delivered: ${reason}`, { cause });
    this.name = 'MailDeliveryError';
    this.concerns = concerns;
    this.remedy = remedy;
  }
}
