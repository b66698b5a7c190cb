import type { Settings } from '@authengine/config';
import { AuditTrail, RecordedStatementPort } from '@authengine/contracts';
import { CryptoModule } from '@authengine/crypto';
import { MONGO_CONNECTION, Transactions } from '@authengine/persistence';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Connection } from 'mongoose';
import { AuditErasureRow } from './erasure/audit-erasure.entity.js';
import { AuditPersonalFieldRow } from './erasure/audit-personal-field.entity.js';
import { AuditErasures } from './erasure/audit-erasures.js';
import { EventDeliveries } from './listeners/event-deliveries.js';
import { EventDelivery } from './listeners/event-delivery.entity.js';
import { EventListeners } from './listeners/event-listeners.js';
import { EventRelay } from './listeners/event-relay.js';
import { EventTelling } from './listeners/event-telling.js';
import { AuditExport } from './export/audit-export.js';
import { PlatformExportController } from './export/platform-export.controller.js';
import { TenantExportController } from './export/tenant-export.controller.js';
import { AuditFeed } from './feed/audit-feed.js';
import { AuditFeedHorizonRow, AuditFeedRow } from './feed/audit-feed-row.entity.js';
import { Anchors } from './evidence/anchors/anchors.js';
import { EvidenceAnswers } from './evidence/api/evidence-answers.js';
import { EvidenceKeysController } from './evidence/api/evidence-keys.controller.js';
import { PlatformEvidenceController } from './evidence/api/platform-evidence.controller.js';
import { TenantEvidenceController } from './evidence/api/tenant-evidence.controller.js';
import { CheckpointLoop } from './evidence/checkpoints/checkpoint-loop.js';
import { Checkpoints } from './evidence/checkpoints/checkpoints.js';
import { AuditCheckpointRow, AuditKeeperRow, AuditLogRow, AuditNodeRow, AuditPlaceRow, AuditSigningKeyRow, AuditUnplacedRow } from './evidence/evidence.entities.js';
import { SigningKeys } from './evidence/keys/signing-keys.js';
import { EvidenceLog } from './evidence/places/evidence-log.js';
import { LogReader } from './evidence/places/log-reader.js';
import { SaltErasure } from './evidence/places/salt-erasure.js';
import { KeeperLeases } from './evidence/outside/keeper-leases.js';
import { OutsideHttp } from './evidence/outside/outside-http.js';
import { WitnessClient } from './evidence/witnesses/witness-client.js';
import { Witnesses } from './evidence/witnesses/witnesses.js';
import { LiveEvidence } from './evidence/verify/live-evidence.js';
import { AuditStream } from './feed/audit-stream.js';
import { PlatformAuditStreamController } from './feed/platform-audit-stream.controller.js';
import { TenantAuditStreamController } from './feed/tenant-audit-stream.controller.js';
import { AuditLog } from './log/audit-log.js';
import { PlatformAuditController } from './log/platform-audit.controller.js';
import { TenantAuditController } from './log/tenant-audit.controller.js';
import { FeedCursors } from './feed/feed-cursors.js';
import { FeedPruning } from './feed/feed-pruning.js';
import { AuditExpiryRow } from './retention/audit-expiry.entity.js';
import { RetentionLoop } from './retention/retention-loop.js';
import { Retention } from './retention/retention.js';
import { MyAuditController } from './my-audit/my-audit.controller.js';
import { MyAudit } from './my-audit/my-audit.js';
import { AuditOutboxRow } from './outbox/audit-outbox.entity.js';
import { AuditOutbox } from './outbox/audit-outbox.js';
import { AuditInterceptor } from './recorder/audit.interceptor.js';
import { AuditRecorder } from './recorder/audit-recorder.js';
import { RecordedStatement } from './recorder/recorded-statement.js';
import { AuditRelay } from './relay/audit-relay.js';
import { AuditStore } from './store/audit-store.js';
import { AuditEntryRow } from './store/postgres/audit-entry.entity.js';
import { PostgresAuditStore } from './store/postgres/postgres-audit-store.js';

const EVIDENCE = [AuditExpiryRow, AuditCheckpointRow, AuditKeeperRow, AuditLogRow, AuditNodeRow, AuditPlaceRow, AuditSigningKeyRow, AuditUnplacedRow];

/**
 * Records what happened. The module is global, so that every feature can inject `AuditTrail`. Import it after
 * `PersistenceModule`, so that it flushes before the connections close.
 */
@Module({})
export class AuditModule {
  static forRoot(settings: Settings): DynamicModule {
    const { MONGODB_URL } = settings.values;
    return {
      module: AuditModule,
      global: true,
      imports: [CryptoModule, DiscoveryModule, TypeOrmModule.forFeature([EventDelivery, AuditFeedHorizonRow, AuditFeedRow, AuditOutboxRow, AuditEntryRow, AuditErasureRow, AuditPersonalFieldRow, ...EVIDENCE])],
      controllers: [PlatformAuditController, PlatformEvidenceController, TenantAuditController, TenantEvidenceController, EvidenceKeysController, PlatformAuditStreamController, TenantAuditStreamController, PlatformExportController, TenantExportController, MyAuditController],
      providers: [
        AuditErasures,
        AuditExport,
        AuditFeed,
        AuditOutbox,
        MONGODB_URL ? mongoStore(MONGODB_URL) : { provide: AuditStore, useClass: PostgresAuditStore },
        {
          provide: AuditRelay,
          inject: [AuditOutbox, AuditErasures, AuditStore, Transactions],
          useFactory: (outbox: AuditOutbox, erasures: AuditErasures, store: AuditStore, transactions: Transactions) => {
            const evidence = { log: new EvidenceLog(transactions, settings.values.APP_URL), salts: new SaltErasure(transactions, store) };
            return new AuditRelay(outbox, erasures, store, evidence, transactions, { alone: settings.embeddedPostgres });
          },
        },
        Anchors,
        KeeperLeases,
        OutsideHttp,
        WitnessClient,
        Witnesses,
        CheckpointLoop,
        Checkpoints,
        EvidenceAnswers,
        LiveEvidence,
        LogReader,
        SigningKeys,
        FeedCursors,
        FeedPruning,
        Retention,
        RetentionLoop,
        EventDeliveries,
        EventListeners,
        EventRelay,
        EventTelling,
        AuditRecorder,
        { provide: AuditTrail, useExisting: AuditRecorder },
        { provide: RecordedStatementPort, useClass: RecordedStatement },
        AuditInterceptor,
        AuditLog,
        AuditStream,
        MyAudit,
      ],
      exports: [Anchors, Witnesses, AuditErasures, AuditFeed, FeedCursors, AuditTrail, RecordedStatementPort, AuditRecorder, AuditInterceptor, AuditRelay, AuditStore, AuditLog, EventRelay],
    };
  }
}

/** Loads mongoose only where there is a MongoDB. */
function mongoStore(url: string): Provider {
  return {
    provide: AuditStore,
    inject: [MONGO_CONNECTION],
    useFactory: async (connection: Connection) => {
      const { MongoAuditStore } = await import('./store/mongo/mongo-audit-store.js');
      return new MongoAuditStore(connection, url);
    },
  };
}
