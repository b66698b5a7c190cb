/** A mail was not taken over. `reason` is a code that may be stored and logged: no address, none of the server's own words. */
export class MailDeliveryError extends Error {
  constructor(
    readonly reason: string,
    /** Whether another attempt would be refused likewise. */
    readonly permanent: boolean,
    options?: ErrorOptions,
  ) {
    super(`mail was not delivered: ${reason}`, options);
    this.name = 'MailDeliveryError';
  }
}
