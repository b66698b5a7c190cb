import type { AuditTrail } from '@authengine/contracts';
import type { HashingQueue } from '@authengine/crypto';
import { SignInEvents } from '@authengine/identity';
import { later } from '@authengine/kernel';
import { LOGIN_PATH } from './base-path.js';
import type { Lane } from './express-lane.js';
import { SpreadWork } from './limits/spread-work.js';

/**
 * Refuses logins that nobody has time for before a router has seen them. A flood of them arrives at once, so they are
 * refused few by few, and what is asked beside them is answered in between. A login that there is time for goes the long way,
 * where `HashingRoomInterceptor` keeps its place.
 */
export function busyLoginLane(queue: HashingQueue, trail: AuditTrail): Lane {
  const refusals = new SpreadWork();
  return {
    path: LOGIN_PATH,
    declines: () => !queue.isFull,
    answer: () =>
      later(async () => {
        await refusals.turn();
        const busy = queue.busy();
        void trail.refuse(SignInEvents.failed, busy, { method: 'POST', route: LOGIN_PATH });
        throw busy;
      }),
  };
}
