import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '@authengine/crypto';
import { canonicalEmail } from '@authengine/kernel';

/** What is kept of the address that a ceremony was begun for: without the challenge nobody can tell which it was, nor try guesses. */
export interface NamedUser extends Record<string, unknown> {
  readonly named?: string;
}

/** @param address as the client sent it; blank is nobody's. It need not be an address that anybody has. */
export function namedUser(challenge: string, address: string | null | undefined): NamedUser {
  const email = canonicalEmail(address ?? '');
  return email === '' ? {} : { named: digest(challenge, email) };
}

/** Whether a ceremony may be finished with a passkey of the user who has this address (WebAuthn level 3, section 7.2 step 6). */
export function mayFinish({ named }: NamedUser, challenge: string, email: string | null): boolean {
  return named === undefined || (email !== null && constantTimeEqual(digest(challenge, email), named));
}

function digest(challenge: string, email: string): string {
  return createHmac('sha256', challenge).update(email, 'utf8').digest('base64url');
}
