import { Injectable } from '@nestjs/common';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import type { User } from '../users/user.entity.js';

export const NOT_ME = 'not-me';
const TTL_SECONDS = 7 * 86_400;

/** The link in every mail that tells of something an owner should know: "this was not me". */
@Injectable()
export class NotMe {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly links: MailLinks,
  ) {}

  /** In the transaction of what the mail tells, after any voiding of tokens. Only for a mail to the user's own address. */
  async link(user: Pick<User, 'id' | 'email'>): Promise<string> {
    return this.links.notMe(await this.tokens.issue({ purpose: NOT_ME, ttlSeconds: TTL_SECONDS, userId: user.id, payload: { email: user.email } }));
  }
}
