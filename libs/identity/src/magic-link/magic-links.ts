import { Settings } from '@authengine/config';
import { Clock, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Injectable } from '@nestjs/common';
import { occasion } from '../not-me/occasion.js';
import { OneTimeTokens, type Claimed } from '../one-time-tokens/one-time-tokens.js';
import { MailLinks } from '../pages/mail-links.js';
import { magicLinkMail } from './magic-link.mails.js';

export const MAGIC_LINK = 'magic-link';
/** The purpose of a confirmed link that is passed on to the application, like OAuth's codes. */
const HANDED_OVER = 'magic-link-handed-over';
const HANDED_OVER_TTL_SECONDS = 60;

export interface MagicLinkRequest extends Record<string, unknown> {
  readonly email: string;
  /** The time, place and device of the request, in words. */
  readonly occasion: string;
  readonly redirect_to: string | null;
}

export interface ClaimedLink extends Claimed {
  readonly payload: MagicLinkRequest;
}

/** The links to sign in; only a user's newest link works. */
@Injectable()
export class MagicLinks {
  private readonly ttlSeconds: number;

  constructor(
    settings: Settings,
    private readonly tokens: OneTimeTokens,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {
    this.ttlSeconds = settings.values.MAGIC_LINK_TTL_SECONDS;
  }

  /** Call this in a transaction that holds the user's row: mails a link and makes earlier ones useless. */
  async send(userId: UserId, email: string, redirectTo: string | null): Promise<void> {
    const payload: MagicLinkRequest = { email, occasion: occasion(this.clock.now()), redirect_to: redirectTo };
    await this.tokens.void(userId, [MAGIC_LINK, HANDED_OVER]);
    const token = await this.tokens.issue({ purpose: MAGIC_LINK, ttlSeconds: this.ttlSeconds, userId, payload });
    await this.mailer.enqueue(MAGIC_LINK, email, magicLinkMail(this.links.magicLink(token), payload.occasion, this.ttlSeconds));
  }

  async peek(token: string): Promise<ClaimedLink | null> {
    return (await this.tokens.peek(MAGIC_LINK, token)) as ClaimedLink | null;
  }

  /** A link that was confirmed, and passed on. */
  async peekHandedOver(token: string): Promise<ClaimedLink | null> {
    return (await this.tokens.peek(HANDED_OVER, token)) as ClaimedLink | null;
  }

  /** Call this in a transaction: uses up a link, from the mail or passed on to an application. */
  async claim(token: string): Promise<ClaimedLink | null> {
    return ((await this.tokens.claim(MAGIC_LINK, token)) ?? (await this.tokens.claim(HANDED_OVER, token))) as ClaimedLink | null;
  }

  /**
   * Call this in a transaction: replaces the mailed link by one for the application, valid for a minute. Null for a
   * link that names no application.
   */
  async handOver(token: string): Promise<{ readonly userId: UserId; readonly token: string; readonly request: MagicLinkRequest } | null> {
    // Checked first, so that a link without an application is not used up.
    if (!(await this.peek(token))?.payload.redirect_to) return null;
    const claimed = (await this.tokens.claim(MAGIC_LINK, token)) as ClaimedLink | null;
    if (!claimed?.userId) return null;
    const { userId, payload } = claimed;
    return { userId, token: await this.tokens.issue({ purpose: HANDED_OVER, ttlSeconds: HANDED_OVER_TTL_SECONDS, userId, payload }), request: payload };
  }
}
