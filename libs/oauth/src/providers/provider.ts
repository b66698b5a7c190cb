import type { Strategy } from 'passport';
import type { ProviderName } from './provider-name.js';

/** The data that a flow keeps until its callback. */
export interface FlowSecrets {
  /** RFC 7636; S256 always. */
  readonly verifier: string;
  /** OpenID Connect Core section 3.1.2.1. */
  readonly nonce: string;
}

/** One way to sign in through a provider: Passport's strategy, whose `validate` says who signed in. */
export interface Provider extends Strategy {
  readonly name: ProviderName;
  /** How long one leg of a flow waits for it; five seconds unless it says otherwise. */
  readonly patienceMs?: number;

  /** Whether `iss` of an authorization response is this provider's (RFC 9207 section 2.4). */
  isIssuer(iss: string): boolean;
}
