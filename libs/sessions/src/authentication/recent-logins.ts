import { Settings } from '@authengine/config';
import { Clock, type SessionId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Session } from '../sessions/session.entity.js';

/** Whether the user of a session proved who they are within the last RECENT_LOGIN_MINUTES. */
@Injectable()
export class RecentLogins {
  private readonly withinMs: number;

  constructor(
    settings: Settings,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.withinMs = settings.values.RECENT_LOGIN_MINUTES * 60_000;
  }

  async has(sessionId: SessionId): Promise<boolean> {
    const session = await this.transactions.manager.findOneBy(Session, { id: sessionId });
    return session !== null && this.clock.now().getTime() - session.authenticatedAt.getTime() <= this.withinMs;
  }
}
