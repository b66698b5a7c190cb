import { createHash } from 'node:crypto';
import type { PagePosition } from '@authengine/contracts';
import type { Permission } from './permission.entity.js';

/** Where a permission is in a list: a cursor names its row by a UUID, and a permission has its name alone (RFC 9562 section 5.8). */
export function permissionPosition({ name, createdAt }: Permission): PagePosition {
  const hex = createHash('sha256').update(name).digest('hex');
  return { createdAt, id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` };
}
