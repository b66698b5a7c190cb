import { decodeCursor, pageOf, type Page } from '@authengine/contracts';
import { User } from '@authengine/identity';
import { isUuid } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { UserListQuery } from './dto/user-list.query.js';

/** Searches find all that contains the words, and are counted no further than this. */
const COUNTED = 1_000;

/** The users of the platform, for who may see them all. */
@Injectable()
export class UserList {
  constructor(private readonly transactions: Transactions) {}

  /** The newest first. The number of queries does not depend on the number of users. */
  async page(query: UserListQuery): Promise<Page<User>> {
    const rows = this.matching(query).orderBy('u.created_at', 'DESC').addOrderBy('u.id', 'DESC').limit(query.limit + 1);
    if (query.cursor !== undefined) {
      const { createdAt, id } = decodeCursor(query.cursor);
      rows.andWhere('(u.created_at, u.id) < (:lastAt, :lastId)', { lastAt: createdAt, lastId: id });
    }
    const page = pageOf(await rows.getMany(), query.limit);
    const total = query.cursor === undefined && page.next === undefined ? page.items.length : await this.count(query);
    return total === undefined ? page : { ...page, total };
  }

  /** Undefined for a search that finds too many to be counted cheaply. */
  private async count(query: UserListQuery): Promise<number | undefined> {
    if (query.q === undefined) return this.matching(query).getCount();
    const found = await this.matching(query).select('u.id').limit(COUNTED + 1).getRawMany();
    return found.length > COUNTED ? undefined : found.length;
  }

  private matching({ q, status, role, tenant_id }: UserListQuery): SelectQueryBuilder<User> {
    const query = this.transactions.manager.createQueryBuilder(User, 'u');
    if (status !== undefined) query.andWhere('u.status = :status', { status });
    if (q !== undefined) {
      const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
      query.andWhere(
        `(u.email ILIKE :pattern OR u.username ILIKE :pattern OR concat_ws(' ', u.first_name, u.last_name) ILIKE :pattern${isUuid(q) ? ' OR u.id = :q' : ''})`,
        { pattern, q },
      );
    }
    if (role !== undefined) {
      query.andWhere('EXISTS (SELECT 1 FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = u.id AND r.name = :role)', { role });
    }
    if (tenant_id !== undefined) query.andWhere('EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.tenant_id = :tenant_id)', { tenant_id });
    return query;
  }
}
