import type { AuditTrail } from '@authengine/contracts';
import type { HashingQueue } from '@authengine/crypto';
import { SignInEvents } from '@authengine/identity';
import { LOGIN_PATH } from './base-path.js';
import type { Lane } from './express-lane.js';

/**
 * Refuses logins that nobody has time for before a router has seen them: a flood of them arrives at
 * once, and what is asked beside it waits for as long as refusing takes. A login that there is time
 * for goes the long way, where `HashingRoomInterceptor` keeps its place.
 */
export function busyLoginLane(queue: HashingQueue, trail: AuditTrail): Lane {
  return {
    path: LOGIN_PATH,
    declines: () => !queue.isFull,
    answer: () => {
      const busy = queue.busy();
      void trail.refuse(SignInEvents.failed, busy, { method: 'POST', route: LOGIN_PATH });
      return Promise.reject(busy);
    },
  };
}
