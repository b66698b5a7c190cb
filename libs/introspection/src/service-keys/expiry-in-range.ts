import { ServiceKeyErrors } from './service-key.errors.js';

const MAX_YEARS = 10;

/**
 * The end of a key is in the future, and within ten years.
 * @throws ServiceKeyErrors.expiry_out_of_range
 */
export function checkExpiry(expiresAt: Date | null, now: Date): void {
  if (expiresAt === null) return;
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MAX_YEARS);
  const inRange = expiresAt > now && expiresAt <= latest;
  if (!inRange) throw ServiceKeyErrors.expiry_out_of_range({ errors: [{ field: 'expires_at', message: 'must be in the future and at most ten years ahead' }] });
}
