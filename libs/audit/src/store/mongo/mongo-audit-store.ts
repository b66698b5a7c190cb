import { ServerErrors } from '@authengine/contracts';
import { Injectable, Logger } from '@nestjs/common';
import type { Collection, Connection, Model } from 'mongoose';
import type { AuditEntry } from '../../entry/audit-entry.js';
import type { PersonErasure } from '../../erasure/without-person.js';
import { within } from '../../within.js';
import { AuditStore, type AuditFilter, type AuditWindow } from '../audit-store.js';
import { AuditLogDocument, AuditLogSchema } from './audit-log.schema.js';
import { entryFromDocument, entryToDocument } from './audit-log-document.js';
import { areAllPresentAlready } from './duplicate-entries.js';
import { mongoErasure } from './mongo-erasure.js';
import { mongoFilter } from './mongo-filter.js';
import { MongoLink } from './mongo-link.js';

const WRITE_CONCERN = { w: 'majority', j: true, wtimeoutMS: 3_000 } as const;
const QUERY_MS = 2_000;
const INDEXES_MS = 500;

/** The audit log in MongoDB. An entry is kept once a majority of the servers has it on disk. */
@Injectable()
export class MongoAuditStore extends AuditStore {
  private readonly log = new Logger('MongoAuditStore');
  private readonly link: MongoLink;
  private indexing: Promise<void> | undefined;

  private readonly model: Model<AuditLogDocument>;

  constructor(connection: Connection, url: string) {
    super();
    this.model = connection.model<AuditLogDocument>(AuditLogDocument.name, AuditLogSchema);
    this.link = new MongoLink(connection, url);
  }

  async append(entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.ready();
    try {
      await this.documents.insertMany(entries.map(entryToDocument), { ordered: false, writeConcern: WRITE_CONCERN });
    } catch (error) {
      if (!areAllPresentAlready(error)) throw error;
    }
  }

  async erase(person: PersonErasure, personal: readonly string[]): Promise<void> {
    await this.ready();
    await this.documents.bulkWrite(mongoErasure(person, personal), { ordered: true, writeConcern: WRITE_CONCERN });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.ready();
    await this.documents.deleteMany({ _id: { $in: [...ids] } }, { writeConcern: WRITE_CONCERN });
  }

  query(filter: AuditFilter, window: AuditWindow): Promise<AuditEntry[]> {
    return this.answered(() => this.model.find(mongoFilter(filter, window.after)).sort({ created_at: -1, _id: -1 }).limit(window.limit).maxTimeMS(QUERY_MS).lean<AuditLogDocument[]>().exec());
  }

  find(ids: readonly string[]): Promise<AuditEntry[]> {
    return this.answered(() => this.model.find({ _id: { $in: [...ids] } }).maxTimeMS(QUERY_MS).lean<AuditLogDocument[]>().exec());
  }

  private async answered(ask: () => Promise<AuditLogDocument[]>): Promise<AuditEntry[]> {
    try {
      await this.ready();
      return (await ask()).map(entryFromDocument);
    } catch (error) {
      throw ServerErrors.unavailable({ cause: error, log: { reason: 'MongoDB did not answer an audit query' } });
    }
  }

  /** Uses the driver directly: mongoose's unordered insertMany silently drops a document that it finds invalid. */
  private get documents(): Collection<AuditLogDocument> {
    return this.model.db.collection<AuditLogDocument>(this.model.collection.name);
  }

  async ready(): Promise<void> {
    await this.link.ready();
    // The indexes of an empty collection are ready at once; those of a large one take long, and entries do not wait for
    // them.
    await within(INDEXES_MS, (this.indexing ??= this.makeIndexes()), () => new Error('late')).catch(() => undefined);
  }

  private async makeIndexes(): Promise<void> {
    try {
      await this.model.createIndexes({ background: true });
    } catch (error) {
      this.indexing = undefined;
      this.log.warn({ err: error }, 'the indexes of the audit log could not be made; audit queries are slow until they are');
    }
  }
}
