import { Settings } from '@authengine/config';
import { OneTimeTokens } from '@authengine/identity';
import type { SessionId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { ProviderName } from '../providers/provider-name.js';

const OAUTH_LINK = 'oauth-link';
const TTL_SECONDS = 60;

export interface LinkWish {
  readonly provider: ProviderName;
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly redirectTo: string | null;
}

interface Payload extends Record<string, unknown> {
  readonly provider: ProviderName;
  readonly session_id: SessionId;
  readonly redirect_to: string | null;
}

/**
 * A ticket carries a signed-in user's wish to link in a URL. Browsers drop the cookies of a fetch from another site, so
 * the browser first opens this URL, and gets its cookie in that navigation. A ticket is valid once, for a minute, for one
 * user, session and provider.
 */
@Injectable()
export class LinkTickets {
  constructor(
    private readonly settings: Settings,
    private readonly tokens: OneTimeTokens,
  ) {}

  /** The URL that the browser has to open. */
  async issue({ provider, userId, sessionId, redirectTo }: LinkWish): Promise<string> {
    const payload: Payload = { provider, session_id: sessionId, redirect_to: redirectTo };
    const ticket = await this.tokens.issue({ purpose: OAUTH_LINK, ttlSeconds: TTL_SECONDS, userId, payload });
    return `${this.settings.values.APP_URL}/api/v1/auth/oauth/${provider}/link/start?ticket=${ticket}`;
  }

  /** Uses the ticket up; null for one that is unknown, used, expired or for another provider. */
  async take(provider: ProviderName, ticket: string): Promise<LinkWish | null> {
    return wishIn(await this.tokens.claim(OAUTH_LINK, ticket), provider);
  }

  /** The result that `take` would give now, without using the ticket up. */
  async look(provider: ProviderName, ticket: string): Promise<LinkWish | null> {
    return wishIn(await this.tokens.peek(OAUTH_LINK, ticket), provider);
  }
}

function wishIn(token: { readonly userId: UserId | null; readonly payload: Record<string, unknown> } | null, provider: ProviderName): LinkWish | null {
  if (!token?.userId) return null;
  const { provider: wanted, session_id, redirect_to } = token.payload as Payload;
  return wanted === provider ? { provider, userId: token.userId, sessionId: session_id, redirectTo: redirect_to } : null;
}
