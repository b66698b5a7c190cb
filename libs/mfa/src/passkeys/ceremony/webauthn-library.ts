import type * as Helpers from '@simplewebauthn/server/helpers';
import type * as Server from '@simplewebauthn/server';

/** Loaded when a ceremony first needs it: with its certificate parsers it takes a tenth of a whole start. */
export function webauthnServer(): Promise<typeof Server> {
  return import('@simplewebauthn/server');
}

export function webauthnHelpers(): Promise<typeof Helpers> {
  return import('@simplewebauthn/server/helpers');
}
