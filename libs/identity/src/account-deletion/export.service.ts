import { AuditLog } from '@authengine/audit';
import { AccessErrors } from '@authengine/contracts';
import { Membership, Tenant, Users, UserViews } from '@authengine/directory';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Session } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { ExportDto } from './export.dto.js';
import { PersonalData } from './personal-data.js';

const PAGE = 100;
const PAGES = 10;

/** Everything stored about one user, for that user: no secrets, and no data about other people's acts. */
@Injectable()
export class ExportService {
  constructor(
    private readonly users: Users,
    private readonly views: UserViews,
    private readonly log: AuditLog,
    private readonly personalData: PersonalData,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async of(userId: UserId): Promise<ExportDto> {
    const user = await this.users.find(userId);
    if (!user) throw AccessErrors.unauthenticated();
    return {
      ...(await this.personalData.of(userId)),
      exported_at: this.clock.now().toISOString(),
      profile: await this.views.ofOne(user),
      sessions: await this.sessions(userId),
      memberships: await this.memberships(userId),
      activity: await this.activity(userId),
    };
  }

  private async sessions(userId: UserId): Promise<Record<string, unknown>[]> {
    const sessions = await this.transactions.manager.find(Session, { where: { userId }, order: { createdAt: 'DESC' } });
    return sessions.map(({ id, createdAt, lastSeenAt, endedAt, endReason, ipAddress, userAgent, authStrategy }) => ({
      id, created_at: createdAt, last_seen_at: lastSeenAt, ended_at: endedAt, end_reason: endReason, ip_address: ipAddress, user_agent: userAgent, auth_strategy: authStrategy,
    }));
  }

  private async memberships(userId: UserId): Promise<Record<string, unknown>[]> {
    const memberships = await this.transactions.manager.find(Membership, { where: { userId }, order: { createdAt: 'ASC' } });
    const tenants = await this.transactions.manager.findBy(Tenant, { id: In(memberships.map(({ tenantId }) => tenantId)) });
    const names = new Map(tenants.map(({ id, name }) => [id, name]));
    return memberships.map(({ tenantId, createdAt }) => ({ tenant_id: tenantId, tenant_name: names.get(tenantId) ?? null, member_since: createdAt }));
  }

  private async activity(userId: UserId): Promise<Record<string, unknown>[]> {
    const activity: Record<string, unknown>[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const { items, next } = await this.log.read({ actor_id: userId }, { limit: PAGE, cursor });
      for (const { action, status, createdAt, ipAddress, userAgent } of items) activity.push({ action, status, created_at: createdAt, ip_address: ipAddress, user_agent: userAgent });
      if (next === undefined) break;
      cursor = next;
    }
    return activity;
  }
}
