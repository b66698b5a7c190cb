import { decodeCursor, pageOf, RequestErrors, type Page } from '@authengine/contracts';
import { Users, UserViews } from '@authengine/identity';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { ListMembersQuery } from './dto/list-members.query.js';
import type { MemberDto } from './dto/member.dto.js';

interface Row {
  readonly id: UserId;
  readonly created_at: Date;
}

const MATCHING = `FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.tenant_id = $1
    AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', u.email, u.username, u.first_name, u.last_name))) > 0)
    AND ($3::text IS NULL OR u.status = $3)
    AND ($4::text IS NULL OR EXISTS (SELECT FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.tenant_id = m.tenant_id AND a.user_id = m.user_id AND r.name = $4))`;

/** A tenant's members, for people: four queries a page, however many there are. */
@Injectable()
export class MemberDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly views: UserViews,
  ) {}

  /** Who joined first comes first. */
  async list(tenantId: TenantId, { q, role, status, limit, cursor }: ListMembersQuery): Promise<Page<MemberDto>> {
    const filter = [tenantId, q ?? null, status ?? null, role ?? null];
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const [counted] = await this.transactions.manager.query<{ total: number }[]>(`SELECT count(*)::int AS total ${MATCHING}`, filter);
    const rows = await this.transactions.manager.query<Row[]>(
      `SELECT m.user_id AS id, m.created_at ${MATCHING}
         AND ($5::timestamptz IS NULL OR (m.created_at, m.user_id) > ($5, $6::uuid))
       ORDER BY m.created_at, m.user_id LIMIT $7`,
      [...filter, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    const page = pageOf(rows.map(({ id, created_at: createdAt }) => ({ id, createdAt })), limit, counted?.total ?? 0);
    return { ...page, items: await this.show(tenantId, page.items) };
  }

  /** @throws RequestErrors.not_found for who is no member, whether or not there is such a user */
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
