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

/** The session that a mail tells of, where it is not the one in which the request is made. */
export interface ToldSession {
  readonly began: Date;
  /** Null where it began as the owner's own. */
  readonly strategy: AuthStrategy | null;
}

/** The link in every mail that tells of something an owner should know: "this was not me". */
@Injectable()
export class NotMe {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly links: MailLinks,
    private readonly transactions: Transactions,
  ) {}

  /**
   * In the transaction of what the mail tells, after any voiding of tokens. Only for a mail to the user's own address.
   * What it disowns goes back to the beginning of the session in which the request was made, or of the one given.
   */
  async link(user: Pick<User, 'id' | 'email'>, told?: ToldSession): Promise<string> {
    const origin = await this.origin(user, told);
    return this.links.notMe(await this.tokens.issue({ purpose: NOT_ME, ttlSeconds: TTL_SECONDS, userId: user.id, payload: { email: user.email, ...origin } }));
  }

  /** Where what happens to the user in this request comes from, for the payload of a link that undoes it. */
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
