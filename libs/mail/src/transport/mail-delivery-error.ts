/**
 * Whom a fault is about: this mail (its recipient, its content), the sender that all our mails have, or
 * the way to the server that all of them take.
 */
export type FaultConcerns = 'mail' | 'sender' | 'relay';

export interface MailFault {
  /** A code that may be stored and logged: no address, none of the server's own words. */
  readonly reason: string;
  readonly concerns: FaultConcerns;
  /** What whoever runs the service can do about it. */
  readonly remedy: string;
}

/** A mail was not taken over. */
export class MailDeliveryError extends Error implements MailFault {
  readonly concerns: FaultConcerns;
  readonly remedy: string;

  constructor(
    readonly reason: string,
    /** Whether another attempt would be refused likewise. */
    readonly permanent: boolean,
    { concerns = 'mail', remedy = '', cause }: { readonly concerns?: FaultConcerns; readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(`mail was not delivered: ${reason}`, { cause });
    this.name = 'MailDeliveryError';
    this.concerns = concerns;
    this.remedy = remedy;
  }
}
