import { AuthEngineError } from './auth-engine-error.js';

/** An option, the URL or the key is wrong. Waiting does not help: somebody has to change it. */
export class ConfigurationError extends AuthEngineError {
  readonly code = 'configuration';

  constructor(message: string) {
    super(message);
    // It ends the start of a service, and there one line says more than where in this package it was found.
    this.stack = `${this.name}: ${message}`;
  }
}
