export { FakeClock } from './fake-clock.js';
export { openLibrary } from './library-context.js';
export type { LibraryOptions } from './library-context.js';
export { MailSink } from './mail-sink.js';
export { RecordingAuditTrail } from './recording-audit-trail.js';
export type { RecordedEvent, RecordedRefusal } from './recording-audit-trail.js';
export { onRealPostgres, openTestDatabase } from './test-database.js';
export type { TestDatabase } from './test-database.js';
export { testSettings } from './test-settings.js';
