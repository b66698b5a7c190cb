export type SealedSecretFault = 'malformed' | 'unknown_key' | 'tampered';

/**
 * A sealed secret could not be opened: it has the wrong form, its key is gone, it was changed, or it was sealed for
 * another context. The error holds neither the text nor a key.
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
