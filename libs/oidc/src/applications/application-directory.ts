import { decodeCursor, pageOf, type Page } from '@authengine/contracts';
import { COUNTED, countedRows, folded, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Application } from './application.entity.js';
import type { ListApplicationsQuery } from './dto/list-applications.query.js';

/** The applications there are, for people. */
@Injectable()
export class ApplicationDirectory {
  constructor(private readonly transactions: Transactions) {}

  /** Newest first. */
  async list({ q, tenant_id, status, type, limit, cursor }: ListApplicationsQuery): Promise<Page<Application>> {
    const { manager } = this.transactions;
    const query = manager.createQueryBuilder(Application, 'application');
    if (q !== undefined) query.andWhere(`position(${folded(':q')} IN ${folded('application.name')}) > 0`, { q });
    if (tenant_id !== undefined) query.andWhere('application.tenant_id = :tenantId', { tenantId: tenant_id });
    if (status !== undefined) query.andWhere('application.status = :status', { status });
    if (type !== undefined) query.andWhere('application.type = :type', { type });
    const total = await countedRows(manager, ...query.clone().select('application.id').getQueryAndParameters(), q === undefined ? COUNTED.plain : COUNTED.searched);
    query.orderBy('application.createdAt', 'DESC').addOrderBy('application.id', 'DESC').limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(application.created_at, application.id) < (:createdAt, :id)', { ...decodeCursor(cursor) });
    return pageOf(await query.getMany(), limit, total);
  }
}
