import { AuditLog } from '@authengine/audit';
import { DomainError, type UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { AssignmentEvents } from '../assignments/assignment.events.js';
import type { PermissionSource } from './permission-sources.js';

/** How many entries one search looks back. */
const ENTRIES = 100;

/** Finds the audit entries that record grants. No decision uses them, so when the log cannot answer, there are none. */
@Injectable()
export class GrantAuditEntries {
  constructor(private readonly log: AuditLog) {}

  /** The id of the entry for each grant, or null. Call it outside a transaction. */
  async of(userId: UserId, grants: readonly PermissionSource[]): Promise<(string | null)[]> {
    const tenants = [...new Set(grants.map(({ membership }) => membership.tenantId))];
    const entries = (await Promise.all(tenants.map((tenantId) => this.read(userId, tenantId)))).flat();
    return grants.map(({ role, membership }) => {
      const told = entries.find((entry) => entry.resourceId === role.id && entry.tenantId === membership.tenantId && entry.metadata['changed'] !== false);
      return told?.id ?? null;
    });
  }

  private async read(userId: UserId, tenantId: string): ReturnType<GrantAuditEntries['page']> {
    try {
      return await this.page(userId, tenantId);
    } catch (error) {
      if (error instanceof DomainError && error.status === 503) return [];
      throw error;
    }
  }

  private async page(userId: UserId, tenantId: string) {
    const question = { target_user_id: userId, tenant_id: tenantId, action: AssignmentEvents.granted.name, status: 'success' } as const;
    return (await this.log.read(question, { limit: ENTRIES }))?.items ?? [];
  }
}
