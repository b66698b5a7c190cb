import { isUuid, type SessionId } from '@authengine/kernel';
import { Sessions } from '@authengine/sessions';
import { AuditTrail } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { BrowserSignInEvents } from './browser-session.events.js';
import { currentProtocolRequest } from './current-context.js';

/** The library's session of a browser has the id of the session here as its `uid`: there is one session, and this is it. */
@Injectable()
export class BrowserSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** Whether the browser signs out. Otherwise its cookie gets another value, and the session goes on. */
  isLeaving(id: string): boolean {
    const session = currentProtocolRequest()?.oidc.session as { readonly oldId?: string } | undefined;
    return session?.oldId !== id;
  }

  /** Once this has resolved, no node accepts the session, or a token of any application that was signed in to in it. */
  async end(payload: { readonly accountId?: string | undefined; readonly uid?: string | undefined } | undefined): Promise<void> {
    if (payload?.accountId === undefined || !isUuid(payload.uid)) return;
    const id = payload.uid as SessionId;
    await this.transactions.run(async () => {
      const session = await this.sessions.lock(id);
      if (!session) return this.sessions.confirmGone(id);
      const already = session.endedAt !== null;
      await this.sessions.end(session.userId, [id], 'logout');
      if (!already) await this.trail.record(BrowserSignInEvents.signedOut, { actorId: session.userId, targetUserId: session.userId, resourceId: id });
    });
  }

  /** An application got new tokens: the session is in use. */
  async seen(id: SessionId): Promise<void> {
    await this.sessions.seen(id);
  }
}
