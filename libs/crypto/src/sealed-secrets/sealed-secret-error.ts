export type SealedSecretFault = 'malformed' | 'unknown_key' | 'tampered';

/**
 * A sealed secret could not be opened: not of the form, sealed under a key that is gone, or changed
 * (or sealed for another context). Holds neither the text nor a key.
 */
export class SealedSecretError extends Error {
  constructor(
    readonly fault: SealedSecretFault,
    options?: ErrorOptions,
  ) {
    super(`sealed secret is ${fault === 'unknown_key' ? 'under an unknown key' : fault}`, options);
    this.name = 'SealedSecretError';
  }
}
