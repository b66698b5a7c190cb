import { decideAccess, type AccessSnapshot, type Place } from '@authengine/rbac';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';

/** Whether the user holds all of `names` at `place`. A permission that the key may not see counts as not held. */
export function isAllowed(access: AccessSnapshot, names: readonly string[], place: Place, { restriction }: Pick<LiveServiceKey, 'restriction'>): boolean {
  const known = restriction === null || restriction.visible(names).length === names.length;
  return known && decideAccess(access, names, place).allowed;
}
