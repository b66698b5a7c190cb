import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AuditTrail, type PagePosition } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { Injectable, Logger } from '@nestjs/common';
import type { Response } from 'express';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditLogEvents } from '../log/audit-log.events.js';
import { filterOf, givenFilters, type AuditQuestion } from '../log/audit-question.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditStore } from '../store/audit-store.js';
import { FORMATS, type ExportFormat } from './export-formats.js';

const PAGE = 500;

/**
 * Writes the audit log out, page by page as the receiver reads, so an export of any size needs the memory of a page. It has
 * every entry that was committed before the call and fits the filters, each once, newest first.
 */
@Injectable()
export class AuditExport {
  private readonly log = new Logger('AuditExport');

  constructor(
    private readonly store: AuditStore,
    private readonly relay: AuditRelay,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * An answer that has begun and cannot be finished is broken off: it must not look whole.
   * @throws ServerErrors.unavailable before the answer begins
   */
  async write(question: AuditQuestion, format: ExportFormat, response: Response): Promise<void> {
    await this.relay.flush();
    const first = await this.page(question, undefined);
    await this.trail.record(AuditLogEvents.exported, { tenantId: question.tenant_id ?? null, metadata: { filters: givenFilters(question), format } });
    const { mediaType } = FORMATS[format];
    const name = `audit-${this.clock.now().toISOString().slice(0, 10)}.${format}`;
    response.set({ 'Content-Type': mediaType, 'Content-Disposition': `attachment; filename="${name}"` });
    try {
      await pipeline(Readable.from(this.chunks(question, format, first), { objectMode: false, highWaterMark: 1 }), response);
    } catch (error) {
      this.log.warn({ err: error }, 'an export of the audit log was broken off');
    }
  }

  private async *chunks(question: AuditQuestion, format: ExportFormat, first: readonly AuditEntry[]): AsyncGenerator<Buffer> {
    const { head, lines } = FORMATS[format];
    if (head !== '') yield Buffer.from(head);
    for (let page = first; page.length > 0; page = page.length < PAGE ? [] : await this.page(question, page.at(-1))) yield Buffer.from(lines(page));
  }

  private page(question: AuditQuestion, after: PagePosition | undefined): Promise<AuditEntry[]> {
    return this.store.query(filterOf(question), { limit: PAGE, after });
  }
}
