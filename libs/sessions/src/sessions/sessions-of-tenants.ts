import { TenantEndingPort } from '@authengine/contracts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sessions } from './sessions.js';

/**
 * The sessions in a tenant end when it is deleted, in the same transaction: their column that names it is emptied
 * then, and a session that forgot where it was must not go on as one that was nowhere.
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
