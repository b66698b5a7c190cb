import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '@authengine/crypto';
import { canonicalEmail } from '@authengine/kernel';

/**
 * The stored form of the address that a ceremony began with. Without the challenge nobody can read it or test guesses.
 */
export interface NamedUser extends Record<string, unknown> {
  readonly named?: string;
}

/** @param address as the client sent it; blank means none. It need not belong to anybody. */
export function namedUser(challenge: string, address: string | null | undefined): NamedUser {
  const email = canonicalEmail(address ?? '');
  return email === '' ? {} : { named: digest(challenge, email) };
}

/** Whether a passkey of the user with this address may finish the ceremony (WebAuthn level 3, section 7.2 step 6). */
export function mayFinish({ named }: NamedUser, challenge: string, email: string | null): boolean {
  return named === undefined || (email !== null && constantTimeEqual(digest(challenge, email), named));
}

function digest(challenge: string, email: string): string {
  return createHmac('sha256', challenge).update(email, 'utf8').digest('base64url');
}
