import { AuthEngineError } from './auth-engine-error.js';

/** AuthEngine gave no answer in time. Nobody is let in; the caller may try again after `retryAfterSeconds`. */
export class UnavailableError extends AuthEngineError {
  readonly code = 'unavailable';
  readonly retryAfterSeconds: number;
  /** Whether AuthEngine itself said that it cannot answer; otherwise nothing of it was heard at all. */
  readonly reached: boolean;

  constructor(message: string, told: { readonly reached: boolean; readonly retryAfterSeconds?: number | undefined; readonly cause?: unknown }) {
    super(message, { cause: told.cause });
    this.reached = told.reached;
    this.retryAfterSeconds = told.retryAfterSeconds ?? 1;
  }
}
