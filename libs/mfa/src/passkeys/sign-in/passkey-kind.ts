import type { Passkey } from '../passkey.entity.js';

/** Where the key of a passkey is: in one device for good, or in an account that brings it to others (WebAuthn level 3, section 6.1.3). */
export type PasskeyKind = 'device_bound' | 'synced';

export function passkeyKind({ backupEligible }: Pick<Passkey, 'backupEligible'>): PasskeyKind {
  return backupEligible ? 'synced' : 'device_bound';
}
