import type { Operation } from './operations.js';

const HEADER = { description: 'Where this call ended something, or confirmed that it had ended: the epoch that includes it. See `min_epoch` at POST /auth/introspect', schema: { type: 'integer', example: 731 } } as const;

/** Any act may end something on its way: a login may end the oldest session. */
export function addRevocationEpoch(operation: Operation): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status.startsWith('2') && response && 'description' in response) response.headers = { ...response.headers, 'X-Revocation-Epoch': HEADER };
  }
}
