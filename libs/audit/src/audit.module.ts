import type { Settings } from '@authengine/config';
import { AuditTrail } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { getConnectionToken, getModelToken, MongooseModule } from '@nestjs/mongoose';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Connection, Model } from 'mongoose';
import { AuditLog } from './log/audit-log.js';
import { PlatformAuditController } from './log/platform-audit.controller.js';
import { TenantAuditController } from './log/tenant-audit.controller.js';
import { AuditOutboxRow } from './outbox/audit-outbox.entity.js';
import { AuditOutbox } from './outbox/audit-outbox.js';
import { AuditInterceptor } from './recorder/audit.interceptor.js';
import { AuditRecorder } from './recorder/audit-recorder.js';
import { AuditRelay } from './relay/audit-relay.js';
import { AuditStore } from './store/audit-store.js';
import { AuditLogDocument, AuditLogSchema } from './store/mongo/audit-log.schema.js';
import { MongoAuditStore } from './store/mongo/mongo-audit-store.js';
import { AuditEntryRow } from './store/postgres/audit-entry.entity.js';
import { PostgresAuditStore } from './store/postgres/postgres-audit-store.js';

/**
 * What happened, on record. Global, so that every feature can inject `AuditTrail`. Imported after
 * `PersistenceModule`, so that it flushes before the connections close.
 */
@Module({})
export class AuditModule {
  static forRoot(settings: Settings): DynamicModule {
    const { MONGODB_URL } = settings.values;
    return {
      module: AuditModule,
      global: true,
      imports: [
        TypeOrmModule.forFeature([AuditOutboxRow, AuditEntryRow]),
        ...(MONGODB_URL ? [MongooseModule.forFeature([{ name: AuditLogDocument.name, schema: AuditLogSchema }])] : []),
      ],
      controllers: [PlatformAuditController, TenantAuditController],
      providers: [
        AuditOutbox,
        MONGODB_URL ? mongoStore(MONGODB_URL) : { provide: AuditStore, useClass: PostgresAuditStore },
        {
          provide: AuditRelay,
          inject: [AuditOutbox, AuditStore, Transactions],
          useFactory: (outbox: AuditOutbox, store: AuditStore, transactions: Transactions) =>
            new AuditRelay(outbox, store, transactions, { alone: settings.embeddedPostgres }),
        },
        AuditRecorder,
        { provide: AuditTrail, useExisting: AuditRecorder },
        AuditInterceptor,
        AuditLog,
      ],
      exports: [AuditTrail, AuditRecorder, AuditInterceptor, AuditRelay, AuditStore, AuditLog],
    };
  }
}

function mongoStore(url: string): Provider {
  return {
    provide: AuditStore,
    inject: [getConnectionToken(), getModelToken(AuditLogDocument.name)],
    useFactory: (connection: Connection, model: Model<AuditLogDocument>) => new MongoAuditStore(connection, model, url),
  };
}
