export { FakeClock } from './fake-clock.js';
export { MailSink } from './mail-sink.js';
export { onRealPostgres, openTestDatabase } from './test-database.js';
export type { TestDatabase } from './test-database.js';
export { testSettings } from './test-settings.js';
