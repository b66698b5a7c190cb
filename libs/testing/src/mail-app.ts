import { Mailer, MailQueue } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { ValidationPipe, type INestApplication } from '@nestjs/common';
import { FakeClock } from './fake-clock.js';
import { openLibrary } from './library-context.js';
import { RecordingAuditTrail } from './recording-audit-trail.js';
import { openTestDatabase } from './test-database.js';

export interface MailApp {
  readonly app: INestApplication;
  readonly clock: FakeClock;
  readonly trail: RecordingAuditTrail;
  readonly mailer: Mailer;
  readonly queue: MailQueue;
  readonly transactions: Transactions;
  /** The table as it is stored, oldest mail first. */
  rows(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The mail lib as an application has it, routes included, on a database of its own. */
export async function createMailApp(env: Readonly<Record<string, string>>): Promise<MailApp> {
  const database = await openTestDatabase();
  const clock = new FakeClock();
  const trail = new RecordingAuditTrail();
  const library = await openLibrary(database.address, [], { clock, trail, env });
  const app = library.createNestApplication({ logger: false });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
  await app.init();
  const transactions = app.get(Transactions);
  return {
    app,
    clock,
    trail,
    transactions,
    mailer: app.get(Mailer),
    queue: app.get(MailQueue),
    rows: () => transactions.manager.query<Record<string, unknown>[]>('SELECT * FROM mail_queue ORDER BY created_at'),
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}
