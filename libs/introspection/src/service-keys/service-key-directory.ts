import { decodeCursor, pageOf, type Page } from '@authengine/contracts';
import { COUNTED, countedRows, folded, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { ListServiceKeysQuery } from './dto/list-service-keys.query.js';
import type { ServiceKeyStatus } from './dto/service-key.dto.js';
import { ServiceKey } from './service-key.entity.js';

const WITH_STATUS: Record<ServiceKeyStatus, string> = {
  active: 'key.revoked_at IS NULL AND (key.expires_at IS NULL OR key.expires_at > :now)',
  expired: 'key.revoked_at IS NULL AND key.expires_at <= :now',
  revoked: 'key.revoked_at IS NOT NULL',
};

/** The list of keys, for people. */
@Injectable()
export class ServiceKeyDirectory {
  constructor(private readonly transactions: Transactions) {}

  /** Newest first. */
  async list({ q, tenant_id, status, limit, cursor }: ListServiceKeysQuery, now: Date): Promise<Page<ServiceKey>> {
    const { manager } = this.transactions;
    const query = manager.createQueryBuilder(ServiceKey, 'key');
    if (q !== undefined) query.andWhere(`position(${folded(':q')} IN ${folded('key.service_name')}) > 0`, { q });
    if (tenant_id !== undefined) query.andWhere('key.tenant_id = :tenantId', { tenantId: tenant_id });
    if (status !== undefined) query.andWhere(WITH_STATUS[status], { now });
    const total = await countedRows(manager, ...query.clone().select('key.id').getQueryAndParameters(), q === undefined ? COUNTED.plain : COUNTED.searched);
    query.orderBy('key.createdAt', 'DESC').addOrderBy('key.id', 'DESC').limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(key.created_at, key.id) < (:createdAt, :id)', { ...decodeCursor(cursor) });
    return pageOf(await query.getMany(), limit, total);
  }
}
