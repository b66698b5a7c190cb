import { TenantEndingPort } from '@authengine/contracts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sessions } from './sessions.js';

/**
 * Ends a tenant's sessions in the transaction that deletes the tenant. The deletion clears their tenant column, and
 * without this they would go on as sessions outside any tenant.
 */
@Injectable()
export class SessionsOfTenants implements OnModuleInit {
  constructor(
    private readonly sessions: Sessions,
    private readonly ending: TenantEndingPort,
  ) {}

  onModuleInit(): void {
    this.ending.onEnding(async (tenantId) => {
      await this.sessions.endIn(tenantId);
    });
  }
}
