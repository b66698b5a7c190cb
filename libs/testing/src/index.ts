export { selfSignedCertificate, TestAuthority } from './certificates.js';
export type { ServerCertificate } from './certificates.js';
export { FakeClock } from './fake-clock.js';
export { openLibrary } from './library-context.js';
export type { LibraryOptions } from './library-context.js';
export { createMailApp } from './mail-app.js';
export type { MailApp } from './mail-app.js';
export { MailSink } from './mail-sink.js';
export { People } from './people.js';
export { RecordingAuditTrail } from './recording-audit-trail.js';
export { SmtpSink } from './smtp-sink.js';
export { migratedDataFolder } from './migrated-data-folder.js';
/** @public scripts/together.mjs writes the call. */
export { keepTestDatabases } from './test-database.js';
export { onRealPostgres, openTestDatabase } from './test-database.js';
export type { TestDatabase } from './kept-databases.js';
export { testRedisUrl, testSettings } from './test-settings.js';
export { FakeProvider } from './fake-provider/fake-provider.js';
export type { BuiltInProviderKind, FakePerson, ProviderFaults, ProviderKind } from './fake-provider/fake-provider.js';
