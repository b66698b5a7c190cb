import { createHash } from 'node:crypto';
import type { PagePosition } from '@authengine/contracts';
import type { Permission } from './permission.entity.js';

/**
 * A permission's position in a list. A cursor needs a UUID, and a permission has only a name, so the UUID comes from
 * the name (RFC 9562 section 5.8).
 */
export function permissionPosition({ name, createdAt }: Permission): PagePosition {
  const hex = createHash('sha256').update(name).digest('hex');
  return { createdAt, id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` };
}
