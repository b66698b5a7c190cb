import { Settings } from '@authengine/config';
import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';

const ASKING_BROWSER = 'asking-browser';
/** Longer than a mail that asks for a proof holds. */
const TTL_SECONDS = 2 * 86_400;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * The browser in which somebody signed in to an account that has no address of its own yet. It is known
 * by a cookie, which our page behind the mailed link sends along; `__Host-`, where there is TLS, keeps
 * other hosts of the domain from planting one.
 */
@Injectable()
export class AskingBrowsers {
  private readonly name: string;
  private readonly options: CookieOptions;

  constructor(
    { values }: Settings,
    private readonly tokens: OneTimeTokens,
  ) {
    const secure = values.APP_URL.startsWith('https:');
    this.name = secure ? '__Host-ae_asking' : 'ae_asking';
    this.options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: TTL_SECONDS * 1000 };
  }

  /** In the transaction of the sign-in: what its browser is to keep. */
  issue(userId: UserId): Promise<string> {
    return this.tokens.issue({ purpose: ASKING_BROWSER, ttlSeconds: TTL_SECONDS, userId });
  }

  keep(response: Response, secret: string): void {
    response.cookie(this.name, secret, this.options);
  }

  /** The account that this browser signed in to, or null. */
  async accountOf(request: Request): Promise<UserId | null> {
    const pair = (request.headers.cookie ?? '').split(';').map((each) => each.trim()).find((each) => each.startsWith(`${this.name}=`));
    const secret = pair?.slice(this.name.length + 1) ?? '';
    return SECRET.test(secret) ? ((await this.tokens.peek(ASKING_BROWSER, secret))?.userId ?? null) : null;
  }
}
