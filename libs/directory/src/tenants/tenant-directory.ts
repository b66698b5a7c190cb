import { decodeCursor, pageOf, type Page, type PageQuery } from '@authengine/contracts';
import type { UserId } from '@authengine/kernel';
import { COUNTED, countedRows, folded, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Tenant, type TenantStatus, type TenantType } from './tenant.entity.js';

export interface TenantFilter {
  /** Part of the name, in any case. */
  readonly q?: string | undefined;
  readonly status?: TenantStatus | undefined;
  readonly type?: TenantType | undefined;
  readonly owner_id?: string | undefined;
}

/** The tenants for people to list: page by page, the oldest first. */
@Injectable()
export class TenantDirectory {
  constructor(private readonly transactions: Transactions) {}

  list(filter: TenantFilter, page: PageQuery): Promise<Page<Tenant>> {
    const query = this.transactions.manager.createQueryBuilder(Tenant, 'tenant');
    if (filter.q !== undefined) query.andWhere(`position(${folded(':q')} IN ${folded('tenant.name')}) > 0`, { q: filter.q });
    if (filter.status !== undefined) query.andWhere('tenant.status = :status', { status: filter.status });
    if (filter.type !== undefined) query.andWhere('tenant.type = :type', { type: filter.type });
    if (filter.owner_id !== undefined) query.andWhere('tenant.owner_id = :ownerId', { ownerId: filter.owner_id.toLowerCase() });
    return this.pageFrom(query, page);
  }

  /** The tenants that the user is a member of, suspended ones included. */
  ofMember(userId: UserId, page: PageQuery): Promise<Page<Tenant>> {
    const query = this.transactions.manager.createQueryBuilder(Tenant, 'tenant');
    query.where('tenant.id IN (SELECT m.tenant_id FROM memberships m WHERE m.user_id = :userId)', { userId });
    return this.pageFrom(query, page);
  }

  private async pageFrom(query: SelectQueryBuilder<Tenant>, { limit, cursor }: PageQuery): Promise<Page<Tenant>> {
    const total = await countedRows(this.transactions.manager, ...query.clone().select('tenant.id').getQueryAndParameters(), COUNTED.plain);
    query.orderBy('tenant.createdAt').addOrderBy('tenant.id').limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(tenant.created_at, tenant.id) > (:createdAt, :id)', { ...decodeCursor(cursor) });
    return pageOf(await query.getMany(), limit, total);
  }
}
