import { decodeCursor, pageOf, type Page } from '@authengine/contracts';
import { User, userSearchCondition, userSearchPattern } from '@authengine/directory';
import { canonicalUuid, isUuid, type RoleId } from '@authengine/kernel';
import { COUNTED, countedRows, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { roleIdsNamed } from '../roles/role-ids-named.js';
import type { UserListQuery } from './dto/user-list.query.js';

/** When fewer users hold a role, the query begins with its holders; otherwise it walks through the list. */
const FEW_HOLDERS = 2_000;

/** The users of the platform, for callers who may see all of them. */
@Injectable()
export class UserList {
  constructor(private readonly transactions: Transactions) {}

  /** The newest first. The number of queries does not depend on the number of users. */
  async page(query: UserListQuery): Promise<Page<User>> {
    const roleIds = query.role === undefined ? undefined : await roleIdsNamed(this.transactions.manager, query.role);
    const few = roleIds !== undefined && (await this.areFewHolders(roleIds));
    const matching = this.matching(query, roleIds, few);
    const rows = matching.clone().orderBy('u.created_at', 'DESC').addOrderBy('u.id', 'DESC').limit(query.limit + 1);
    if (query.cursor !== undefined) {
      const { createdAt, id } = decodeCursor(query.cursor);
      rows.andWhere('(u.created_at, u.id) < (:lastAt, :lastId)', { lastAt: createdAt, lastId: id });
    }
    const page = pageOf(await rows.getMany(), query.limit);
    const total = query.cursor === undefined && page.next === undefined ? page.items.length : await this.count(matching, query, roleIds !== undefined && !few);
    return total === undefined ? page : { ...page, total };
  }

  private async count(matching: SelectQueryBuilder<User>, { q, role, tenant_id }: UserListQuery, heldByMany: boolean): Promise<number | undefined> {
    if (heldByMany && q === undefined && tenant_id === undefined) return undefined;
    const [sql, values] = matching.clone().select('u.id').getQueryAndParameters();
    const searched = q !== undefined || role !== undefined || tenant_id !== undefined;
    return countedRows(this.transactions.manager, sql, values, searched ? COUNTED.searched : COUNTED.plain);
  }

  private async areFewHolders(roleIds: readonly RoleId[]): Promise<boolean> {
    return (await countedRows(this.transactions.manager, 'SELECT 1 FROM role_assignments WHERE role_id = ANY($1::uuid[])', [roleIds], FEW_HOLDERS)) !== undefined;
  }

  private matching({ q, status, tenant_id }: UserListQuery, roleIds: readonly RoleId[] | undefined, few: boolean): SelectQueryBuilder<User> {
    const query = this.transactions.manager.createQueryBuilder(User, 'u');
    if (status !== undefined) query.andWhere('u.status = :status', { status });
    if (q !== undefined) {
      query.andWhere(`(${userSearchCondition('u', ':pattern')}${isUuid(canonicalUuid(q)) ? ' OR u.id = :q' : ''})`, { pattern: userSearchPattern(q), q });
    }
    if (roleIds !== undefined) {
      // Postgres expects the holders to be spread over the list, but all may be at its end. An array makes it find them
      // first.
      const holders = few
        ? 'u.id = ANY(ARRAY(SELECT a.user_id FROM role_assignments a WHERE a.role_id = ANY(:roleIds::uuid[])))'
        : 'EXISTS (SELECT 1 FROM role_assignments a WHERE a.user_id = u.id AND a.role_id = ANY(:roleIds::uuid[]))';
      query.andWhere(holders, { roleIds });
    }
    if (tenant_id !== undefined) query.andWhere('EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.tenant_id = :tenant_id)', { tenant_id });
    return query;
  }
}
