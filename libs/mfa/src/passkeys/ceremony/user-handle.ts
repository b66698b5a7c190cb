import type { UserId } from '@authengine/kernel';

/**
 * The bytes of a user's id: random, so they reveal nothing about the person (section 14.6.1), and the same for all of a
 * user's passkeys.
 */
export function userHandle(userId: UserId): { readonly bytes: Uint8Array<ArrayBuffer>; readonly text: string } {
  const bytes = Buffer.from(userId.replaceAll('-', ''), 'hex');
  return { bytes: new Uint8Array(bytes), text: bytes.toString('base64url') };
}
