import { decodeCursor, pageOf, type Page } from '@authengine/contracts';
import { canonicalEmail, Clock, isEmail, type TenantId, type UserId } from '@authengine/kernel';
import { COUNTED, countedRows, folded, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { InvitationDto, ListInvitationsQuery } from './dto/invitation.dto.js';
import { invitationStatus, type InvitationStatus } from './invitation-status.js';

interface Row {
  readonly id: string;
  readonly tenant_id: TenantId;
  readonly email: string;
  readonly role_name: string;
  readonly status: 'PENDING' | 'ACCEPTED' | 'REVOKED';
  readonly invited_by: UserId | null;
  readonly created_at: Date;
  readonly sent_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly accepted_by: UserId | null;
}

/** SQL conditions with the time as $2. */
const WITH_STATUS: Record<InvitationStatus, string> = {
  pending: "i.status = 'PENDING' AND i.expires_at > $2",
  expired: "i.status = 'PENDING' AND i.expires_at <= $2",
  accepted: "i.status = 'ACCEPTED' AND $2::timestamptz IS NOT NULL",
  revoked: "i.status = 'REVOKED' AND $2::timestamptz IS NOT NULL",
};
const ANY_STATUS = '$2::timestamptz IS NOT NULL';

const MATCHING = `FROM invitations i JOIN roles r ON r.id = i.role_id
  WHERE i.tenant_id = $1 AND ($3::text IS NULL OR position(${folded('$3')} IN i.email) > 0) AND ($4::text IS NULL OR r.name = $4)`;

/** A tenant's invitations for people to list, the newest first. */
@Injectable()
export class InvitationDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async list(tenantId: TenantId, { q, role, status, limit, cursor }: ListInvitationsQuery): Promise<Page<InvitationDto>> {
    const now = this.clock.now();
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const from = `${MATCHING} AND ${status === undefined ? ANY_STATUS : WITH_STATUS[status]}`;
    const filter = [tenantId, now, q === undefined ? null : isEmail(q) ? canonicalEmail(q) : q, role ?? null];
    const total = await countedRows(this.transactions.manager, `SELECT 1 ${from}`, filter, q === undefined && role === undefined ? COUNTED.plain : COUNTED.searched);
    const rows = await this.transactions.manager.query<Row[]>(
      `SELECT i.*, r.name AS role_name ${from}
         AND ($5::timestamptz IS NULL OR (i.created_at, i.id) < ($5, $6::uuid))
       ORDER BY i.created_at DESC, i.id DESC LIMIT $7`,
      [...filter, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    const page = pageOf(rows.map((row) => ({ ...row, createdAt: row.created_at })), limit, total);
    return { ...page, items: page.items.map((row) => toInvitationDto(row, now)) };
  }
}

function toInvitationDto(row: Row, now: Date): InvitationDto {
  const { id, tenant_id, email, role_name, invited_by, accepted_by } = row;
  return {
    id,
    tenant_id,
    email,
    role_name,
    status: invitationStatus({ status: row.status, expiresAt: row.expires_at }, now),
    invited_by,
    created_at: row.created_at.toISOString(),
    sent_at: row.sent_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    accepted_by,
  };
}
