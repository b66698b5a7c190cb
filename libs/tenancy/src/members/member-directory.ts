import { decodeCursor, pageOf, RequestErrors, type Page } from '@authengine/contracts';
import { Users, userSearchCondition, userSearchPattern, UserViews } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { COUNTED, countedRows, Transactions } from '@authengine/persistence';
import { roleIdsNamed } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { ListMembersQuery } from './dto/list-members.query.js';
import type { MemberDto } from './dto/member.dto.js';

interface Row {
  readonly id: UserId;
  readonly created_at: Date;
}

/**
 * The query contains only the given filters: with `$2 IS NULL OR …` Postgres joins badly, and without filters one index
 * counts the members.
 */
const membersWith = ({ q, status, role }: ListMembersQuery): string => `FROM memberships m ${q === undefined && status === undefined ? '' : 'JOIN users u ON u.id = m.user_id'}
  WHERE m.tenant_id = $1
    AND ${q === undefined ? '$2::text IS NULL' : userSearchCondition('u', '$2')}
    AND ${status === undefined ? '$3::text IS NULL' : 'u.status = $3'}
    AND ${role === undefined ? '$4::uuid[] IS NULL' : 'EXISTS (SELECT FROM role_assignments a WHERE a.tenant_id = m.tenant_id AND a.user_id = m.user_id AND a.role_id = ANY($4::uuid[]))'}`;

/** A tenant's members for people to list. Each page takes a fixed number of queries, however many members there are. */
@Injectable()
export class MemberDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly views: UserViews,
  ) {}

  /** The oldest membership first. */
  async list(tenantId: TenantId, query: ListMembersQuery): Promise<Page<MemberDto>> {
    const { q, role, status, limit, cursor } = query;
    const { manager } = this.transactions;
    const roleIds = role === undefined ? null : await roleIdsNamed(manager, role, tenantId);
    const filter = [tenantId, q === undefined ? null : userSearchPattern(q), status ?? null, roleIds];
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const matching = membersWith(query);
    const searched = q !== undefined || role !== undefined || status !== undefined;
    const total = await countedRows(manager, `SELECT 1 ${matching}`, filter, searched ? COUNTED.searched : COUNTED.plain);
    // When nothing matches, a second search is not needed.
    if (total === 0) return { items: [], total };
    const rows = await manager.query<Row[]>(
      `SELECT m.user_id AS id, m.created_at ${matching}
         AND ($5::timestamptz IS NULL OR (m.created_at, m.user_id) > ($5, $6::uuid))
       ORDER BY m.created_at, m.user_id LIMIT $7`,
      [...filter, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    const page = pageOf(rows.map(({ id, created_at: createdAt }) => ({ id, createdAt })), limit, total);
    return { ...page, items: await this.show(tenantId, page.items) };
  }

  /** @throws RequestErrors.not_found for a user who is not a member, whether or not the user exists */
  async read(tenantId: TenantId, userId: UserId): Promise<MemberDto> {
    const rows = await this.transactions.manager.query<Row[]>('SELECT user_id AS id, created_at FROM memberships WHERE tenant_id = $1 AND user_id = $2', [tenantId, userId]);
    const [member] = await this.show(tenantId, rows.map(({ id, created_at: createdAt }) => ({ id, createdAt })));
    if (!member) throw RequestErrors.not_found();
    return member;
  }

  private async show(tenantId: TenantId, members: readonly { readonly id: UserId; readonly createdAt: Date }[]): Promise<MemberDto[]> {
    const users = await this.users.findMany(members.map(({ id }) => id));
    const views = new Map((await this.views.of(users, tenantId)).map((view) => [view.id, view]));
    return members.flatMap(({ id, createdAt }) => {
      const view = views.get(id);
      return view ? [{ ...view, joined_at: createdAt.toISOString() }] : [];
    });
  }
}
