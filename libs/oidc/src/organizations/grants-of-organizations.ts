import { InTransaction, TenantEndingPort, type HappenedEvent } from '@authengine/contracts';
import { MembershipEvents } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Grants } from '../grants/grants.js';

/** Ends what applications were given for an organization when its user leaves it, or when it is deleted: part of that act. */
@Injectable()
export class GrantsOfOrganizations implements OnModuleInit {
  constructor(
    private readonly grants: Grants,
    private readonly ending: TenantEndingPort,
  ) {}

  onModuleInit(): void {
    this.ending.onEnding((tenantId) => this.grants.endIn(tenantId, null));
  }

  @InTransaction(MembershipEvents.removed, MembershipEvents.left)
  async onDeparture({ tenantId, targetUserId }: HappenedEvent): Promise<void> {
    if (tenantId !== null && targetUserId !== null) await this.grants.endIn(tenantId as TenantId, targetUserId as UserId);
  }
}
