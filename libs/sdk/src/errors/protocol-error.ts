import { AuthEngineError } from './auth-engine-error.js';

/** Something answered that is not the answer AuthEngine promises. Nobody is let in by it. */
export class ProtocolError extends AuthEngineError {
  readonly code = 'protocol';
}
