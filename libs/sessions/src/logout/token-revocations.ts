import { AuditTrail } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { LogoutEvents } from './logout.events.js';
import { SessionEnds } from './session-ends.js';

/** The holder of a token may end its session. No client needs to say who it is (RFC 7009 section 2.1 on public clients). */
@Injectable()
export class TokenRevocations {
  constructor(
    private readonly ends: SessionEnds,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** False where it is no token of a session, so that there is nothing to end here. */
  async revoke(token: string): Promise<boolean> {
    const named = this.ends.named(token);
    if (!named) return false;
    const { sessionId, tokenType } = named;
    await this.transactions.run(async () => {
      const ended = await this.ends.end(sessionId);
      if (!ended || ended.already) return;
      await this.trail.record(LogoutEvents.tokenRevoked, { actorId: ended.userId, targetUserId: ended.userId, resourceId: sessionId, metadata: { token_type: tokenType } });
    });
    return true;
  }
}
