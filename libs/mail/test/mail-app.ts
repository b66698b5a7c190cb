import { ConfigModule } from '@authengine/config';
import { AuditTrail, type AuditDetails, type AuditEvent } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { PersistenceModule, Transactions } from '@authengine/persistence';
import { FakeClock, openTestDatabase, testSettings } from '@authengine/testing';
import { Global, Module, ValidationPipe, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { MailModule } from '../src/mail.module.js';
import { Mailer } from '../src/mailer.js';
import { MailQueue } from '../src/queue/mail-queue.js';

/** Stands in for the audit lib, which this one must not know. */
export class RecordingTrail extends AuditTrail {
  readonly recorded: { readonly event: AuditEvent; readonly details: AuditDetails | undefined }[] = [];

  record(event: AuditEvent, details?: AuditDetails): Promise<void> {
    this.recorded.push({ event, details });
    return Promise.resolve();
  }

  describe(): void {
    throw new Error('not used here');
  }

  refuse(): Promise<void> {
    throw new Error('not used here');
  }
}

export interface MailApp {
  readonly app: INestApplication;
  readonly clock: FakeClock;
  readonly trail: RecordingTrail;
  readonly mailer: Mailer;
  readonly queue: MailQueue;
  readonly transactions: Transactions;
  rows(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The mail module as an application has it, on a database of its own. */
export async function createMailApp(environment: Readonly<Record<string, string>>, logger: false | undefined = false): Promise<MailApp> {
  const database = await openTestDatabase();
  const settings = testSettings(environment);
  const clock = new FakeClock();
  const trail = new RecordingTrail();

  @Global()
  @Module({
    providers: [
      { provide: Clock, useValue: clock },
      { provide: AuditTrail, useValue: trail },
    ],
    exports: [Clock, AuditTrail],
  })
  class SurroundingsModule {}

  const testing = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(settings), SurroundingsModule, PersistenceModule.forRoot(settings, database.address), MailModule.forRoot(settings)],
  }).compile();
  const app = testing.createNestApplication({ logger });
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
