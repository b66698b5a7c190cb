import { AuditModule } from '@authengine/audit';
import { ConfigModule } from '@authengine/config';
import { AuditTrail } from '@authengine/contracts';
import { SecondFactorCodesPort, SecondFactorPort, SecondFactorResetPort } from '@authengine/identity';
import { Clock } from '@authengine/kernel';
import { MailModule } from '@authengine/mail';
import { PersistenceModule, type PostgresAddress } from '@authengine/persistence';
// Foreign keys of lower libs name its entities, which are known once it has been loaded.
import '@authengine/rbac';
import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
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
class GlobalClock {
  static of(clock: Clock): DynamicModule {
    return { module: GlobalClock, global: true, providers: [{ provide: Clock, useValue: clock }], exports: [Clock] };
  }
}

/** What mfa provides where it is there. */
@Global()
@Module({
  providers: [
    { provide: SecondFactorPort, useValue: { challenge: () => Promise.resolve(null) } },
    { provide: SecondFactorCodesPort, useValue: { accept: () => Promise.resolve(false) } },
    { provide: SecondFactorResetPort, useValue: { reset: () => Promise.resolve(false) } },
  ],
  exports: [SecondFactorPort, SecondFactorCodesPort, SecondFactorResetPort],
})
class NobodyHasSecondFactors {}

/**
 * A lib's modules with what they need around them, on the database of a test: one process of the
 * product without its HTTP pipeline. The caller inits and closes it.
 */
export async function openLibrary(postgres: PostgresAddress, modules: (Type | DynamicModule)[], options: LibraryOptions = {}): Promise<TestingModule> {
  const settings = testSettings({ ...(postgres.kind === 'server' ? { POSTGRES_URL: postgres.url } : {}), ...options.env });
  return Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(settings),
      PersistenceModule.forRoot(settings, postgres),
      GlobalClock.of(options.clock ?? new FakeClock()),
      AuditModule.forRoot(settings),
      MailModule.forRoot(settings),
      NobodyHasSecondFactors,
      ...modules,
    ],
  })
    .overrideProvider(AuditTrail)
    .useValue(options.trail ?? new RecordingAuditTrail())
    .compile();
}
