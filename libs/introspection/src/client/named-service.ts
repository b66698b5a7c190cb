import { canonicalUuid } from '@authengine/kernel';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';

/** Whether the name that came with a key is its own: the key's id, its service's name, or none at all. */
export function isNameOf({ keyId, serviceName }: Pick<LiveServiceKey, 'keyId' | 'serviceName'>, name: string | undefined): boolean {
  return name === undefined || name === '' || name === serviceName || canonicalUuid(name) === keyId;
}
