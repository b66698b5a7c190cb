import { Settings } from '@authengine/config';
import { cookieValues } from '@authengine/contracts';
import { hashOneTimeSecret } from '@authengine/crypto';
import type { SessionId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Sessions, type Session } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';

const ASKING_BROWSER = 'asking-browser';
/** Longer than the link in a mail that asks for a proof. */
const TTL_SECONDS = 2 * 86_400;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The session that the secret belongs to, or, before there is one, the token that continues the sign-in. */
type Payload = { readonly session_id: SessionId } | { readonly goes_on_by: string };

/**
 * The browser in which somebody is signed in to an account without an address of its own. A cookie identifies it: our
 * page behind the mailed link sends it along. It counts only while its session stands, because the next person at a
 * shared computer did not ask for the mail. With TLS its name begins with `__Host-`, so that other hosts of the domain
 * cannot set it.
 */
@Injectable()
export class AskingBrowsers {
  private readonly name: string;
  private readonly options: CookieOptions;

  constructor(
    { values }: Settings,
    private readonly tokens: OneTimeTokens,
    private readonly sessions: Sessions,
    private readonly transactions: Transactions,
  ) {
    const secure = values.APP_URL.startsWith('https:');
    this.name = secure ? '__Host-ae_asking' : 'ae_asking';
    this.options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: TTL_SECONDS * 1000 };
  }

  /** Call this in the transaction that begins the session: returns the cookie's secret. */
  issue({ id, userId }: Pick<Session, 'id' | 'userId'>): Promise<string> {
    return this.keepFor(userId, { session_id: id });
  }

  /**
   * Call this in the transaction that issues `token`: returns the cookie's secret for a browser that returns to an
   * application. The application completes the sign-in by that token, without this browser's cookies. Until then the
   * cookie counts for nothing.
   */
  issueAhead(userId: UserId, token: string): Promise<string> {
    return this.keepFor(userId, { goes_on_by: digest(token) });
  }

  /** Call this in the transaction in which a sign-in reaches its session, or the next token that continues it. */
  async goOn(userId: UserId, token: string, to: { readonly session: SessionId } | { readonly token: string }): Promise<void> {
    const payload: Payload = 'session' in to ? { session_id: to.session } : { goes_on_by: digest(to.token) };
    await this.transactions.manager.query(`UPDATE one_time_tokens SET payload = $4::jsonb WHERE user_id = $1 AND purpose = $2 AND payload->>'goes_on_by' = $3`, [userId, ASKING_BROWSER, digest(token), JSON.stringify(payload)]);
  }

  keep(response: Response, secret: string): void {
    response.cookie(this.name, secret, this.options);
  }

  /** The account that this browser is signed in to, or null. */
  async accountOf(request: Request): Promise<UserId | null> {
    const [secret = ''] = cookieValues(request.headers.cookie, this.name);
    if (!SECRET.test(secret)) return null;
    const kept = await this.tokens.peek(ASKING_BROWSER, secret);
    if (!kept?.userId) return null;
    const sessionId = kept.payload['session_id'];
    return (await this.sessions.liveOf(kept.userId)).some(({ id }) => id === sessionId) ? kept.userId : null;
  }

  private keepFor(userId: UserId, payload: Payload): Promise<string> {
    return this.tokens.issue({ purpose: ASKING_BROWSER, ttlSeconds: TTL_SECONDS, userId, payload });
  }
}

function digest(token: string): string {
  return hashOneTimeSecret(ASKING_BROWSER, token).toString('hex');
}
