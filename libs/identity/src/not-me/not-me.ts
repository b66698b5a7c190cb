import { currentRequest, type AuthStrategy } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { Transactions } from '@authengine/persistence';
import { Session } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import type { DisownableOrigin } from './disowned.js';

export const NOT_ME = 'not-me';
const TTL_SECONDS = 7 * 86_400;

/** The session that a mail is about, when it is not the session of the request. */
export interface ToldSession {
  readonly began: Date;
  /** Null when the owner began the session. */
  readonly strategy: AuthStrategy | null;
}

/** The link "this was not me", in every mail about something that the owner should know. */
@Injectable()
export class NotMe {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly links: MailLinks,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Call this in the transaction of the reported change, after any voiding of tokens, and only for a mail to the user's
   * own address. The link disowns everything since the given session began, or else the session of the request.
   */
  async link(user: Pick<User, 'id' | 'email'>, told?: ToldSession): Promise<string> {
    const origin = await this.origin(user, told);
    return this.links.notMe(await this.tokens.issue({ purpose: NOT_ME, ttlSeconds: TTL_SECONDS, userId: user.id, payload: { email: user.email, ...origin } }));
  }

  /** The origin of this request's changes, for the payload of a link that undoes them. */
  async origin({ id }: Pick<User, 'id'>, told?: ToldSession): Promise<DisownableOrigin> {
    const session = told ?? (await this.sessionOfRequest(id));
    return session ? { session_began: session.began.toISOString(), strategy: session.strategy } : {};
  }

  private async sessionOfRequest(userId: User['id']): Promise<ToldSession | null> {
    const principal = currentRequest()?.principal;
    if (principal?.kind !== 'user' || principal.userId !== userId) return null;
    const session = await this.transactions.manager.findOneBy(Session, { id: principal.sessionId, userId });
    return session && { began: session.createdAt, strategy: session.authStrategy };
  }
}
