export { TestHub } from './test-hub.js';
export type { TestUser } from './test-hub.js';
export { VirtualClock } from './virtual-clock.js';
