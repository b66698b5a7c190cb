import { ConfigModule } from '@authengine/config';
import { AuditTrail } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { MailModule } from '@authengine/mail';
import { PersistenceModule, type PostgresAddress } from '@authengine/persistence';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { FakeClock } from './fake-clock.js';
import { RecordingAuditTrail } from './recording-audit-trail.js';
import { testSettings } from './test-settings.js';

export interface LibraryOptions {
  readonly clock?: FakeClock;
  readonly trail?: RecordingAuditTrail;
  /** Of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

@Module({})
class GlobalPorts {
  static of({ clock = new FakeClock(), trail = new RecordingAuditTrail() }: LibraryOptions): DynamicModule {
    return {
      module: GlobalPorts,
      global: true,
      providers: [
        { provide: Clock, useValue: clock },
        { provide: AuditTrail, useValue: trail },
      ],
      exports: [Clock, AuditTrail],
    };
  }
}

/**
 * A lib's modules with what they need around them, on the database of a test: one process of the
 * product without its HTTP pipeline. The caller inits and closes it.
 */
export async function openLibrary(postgres: PostgresAddress, modules: (Type | DynamicModule)[], options: LibraryOptions = {}): Promise<TestingModule> {
  const settings = testSettings({ ...(postgres.kind === 'server' ? { POSTGRES_URL: postgres.url } : {}), ...options.env });
  return Test.createTestingModule({
    imports: [ConfigModule.forRoot(settings), PersistenceModule.forRoot(settings, postgres), GlobalPorts.of(options), MailModule.forRoot(settings), ...modules],
  }).compile();
}
