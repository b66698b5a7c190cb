import { AuthEngineError } from './auth-engine-error.js';

/** AuthEngine refused a call; `problem` is its code (docs/errors.md of AuthEngine explains each). */
export class RefusedError extends AuthEngineError {
  readonly code = 'refused';

  constructor(
    message: string,
    readonly status: number,
    readonly problem: string | undefined,
    readonly errors: readonly unknown[] = [],
  ) {
    super(message);
  }
}
