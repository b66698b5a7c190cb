export { FakeClock } from './fake-clock.js';
export { onRealPostgres, openTestDatabase } from './test-database.js';
export type { TestDatabase } from './test-database.js';
export { testSettings } from './test-settings.js';
