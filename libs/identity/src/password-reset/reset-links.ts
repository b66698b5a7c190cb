import { Clock, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Injectable } from '@nestjs/common';
import { occasion } from '../not-me/occasion.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import { passwordResetMail } from './password-reset.mails.js';

export const PASSWORD_RESET = 'password-reset';
/** Longer than the mail budget's window: when a stranger uses the budget up, the owner still has working links. */
const TTL_SECONDS = 3600;

/** The links to choose a new password; only a user's newest link works. */
@Injectable()
export class ResetLinks {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /**
   * Call this in a transaction that holds the user's row: mails a link to the user's own address and makes earlier ones
   * useless.
   */
  async send(userId: UserId, email: string): Promise<void> {
    await this.tokens.void(userId, [PASSWORD_RESET]);
    const token = await this.tokens.issue({ purpose: PASSWORD_RESET, ttlSeconds: TTL_SECONDS, userId, payload: { email } });
    await this.mailer.enqueue('password-reset', email, passwordResetMail(this.links.resetPassword(token), occasion(this.clock.now())));
  }
}
