/** What a program can tell errors apart by; two copies of this package (ESM and CommonJS) share codes, not classes. */
export type AuthEngineErrorCode = 'configuration' | 'unavailable' | 'protocol' | 'refused';

/** Every error of this package. The message says what to do, and never holds a key or a token. */
export abstract class AuthEngineError extends Error {
  abstract readonly code: AuthEngineErrorCode;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
