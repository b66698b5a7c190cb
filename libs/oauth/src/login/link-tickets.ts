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
 * What a signed-in user's wish to link becomes in the address bar. An application on another site asks by
 * a fetch whose cookies no browser keeps, so the browser comes by here, where the cookie is set in a
 * navigation. Good once, for a minute, for that user, session and provider.
 */
@Injectable()
export class LinkTickets {
  constructor(
    private readonly settings: Settings,
    private readonly tokens: OneTimeTokens,
  ) {}

  /** The URL to send the browser to. */
  async issue({ provider, userId, sessionId, redirectTo }: LinkWish): Promise<string> {
    const payload: Payload = { provider, session_id: sessionId, redirect_to: redirectTo };
    const ticket = await this.tokens.issue({ purpose: OAUTH_LINK, ttlSeconds: TTL_SECONDS, userId, payload });
    return `${this.settings.values.APP_URL}/api/v1/auth/oauth/${provider}/link/start?ticket=${ticket}`;
  }

  /** Takes the ticket; null for one that is unknown, used, expired or another provider's. */
  async take(provider: ProviderName, ticket: string): Promise<LinkWish | null> {
    return wishIn(await this.tokens.claim(OAUTH_LINK, ticket), provider);
  }

  /** What `take` would answer now; the ticket stays good. */
  async look(provider: ProviderName, ticket: string): Promise<LinkWish | null> {
    return wishIn(await this.tokens.peek(OAUTH_LINK, ticket), provider);
  }
}

function wishIn(token: { readonly userId: UserId | null; readonly payload: Record<string, unknown> } | null, provider: ProviderName): LinkWish | null {
  if (!token?.userId) return null;
  const { provider: wanted, session_id, redirect_to } = token.payload as Payload;
  return wanted === provider ? { provider, userId: token.userId, sessionId: session_id, redirectTo: redirect_to } : null;
}
