import { hashOneTimeSecret, SealedSecretError, SealedSecrets } from '@authengine/crypto';
import { OneTimeTokens } from '@authengine/identity';
import type { SessionId, TenantId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { FlowSecrets } from '../providers/provider.js';
import type { ProviderName } from '../providers/provider-name.js';

const OAUTH_STATE = 'oauth-state';
export const STATE_TTL_SECONDS = 600;

/** The purpose of a flow at a provider. */
export interface FlowIntent {
  /** At an allowed origin. */
  readonly redirectTo: string | null;
  /** The application's own data, which comes back to it. */
  readonly application: { readonly state: string | null; readonly challenge: string | null };
  /** The active tenant of the session, when the user is a member. */
  readonly tenantId: TenantId | null;
  /** The identity is linked to this user, who asked for it in this session. Without it, the flow is a sign-in. */
  readonly link: { readonly userId: UserId; readonly sessionId: SessionId } | null;
}

export interface StartedFlow extends FlowIntent {
  readonly secrets: FlowSecrets;
  readonly browserSecret: string;
}

interface Payload extends Record<string, unknown> {
  readonly provider: ProviderName;
  readonly browser: string;
  readonly sealed: string;
  readonly redirect_to: string | null;
  readonly tenant_id: TenantId | null;
  readonly session_id: SessionId | null;
  /** Absent in rows of an earlier version. */
  readonly app_state?: string | null;
  readonly app_challenge?: string | null;
}

/** The open sign-ins. Each is bound to one provider and one browser, and is valid once, for ten minutes. */
@Injectable()
export class OAuthStates {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly sealed: SealedSecrets,
  ) {}

  /** The `state` for the provider. */
  begin(provider: ProviderName, secrets: FlowSecrets, browserSecret: string, intent: FlowIntent): Promise<string> {
    const browser = hashOfBrowser(browserSecret);
    const payload: Payload = {
      provider,
      browser,
      sealed: this.sealed.seal(JSON.stringify(secrets), `${OAUTH_STATE}:${browser}`),
      redirect_to: intent.redirectTo,
      tenant_id: intent.tenantId,
      session_id: intent.link?.sessionId ?? null,
      app_state: intent.application.state,
      app_challenge: intent.application.challenge,
    };
    return this.tokens.issue({ purpose: OAUTH_STATE, ttlSeconds: STATE_TTL_SECONDS, payload, ...(intent.link ? { userId: intent.link.userId } : {}) });
  }

  /** Uses the state up; null for one that is unknown, used, expired, or for another provider or browser. */
  async take(provider: ProviderName, state: string, browserSecrets: readonly string[]): Promise<StartedFlow | null> {
    const claimed = await this.tokens.claim(OAUTH_STATE, state);
    if (!claimed) return null;
    const payload = claimed.payload as Payload;
    const browserSecret = browserSecrets.find((secret) => hashOfBrowser(secret) === payload.browser);
    if (payload.provider !== provider || browserSecret === undefined) return null;
    const secrets = this.open(payload);
    if (!secrets) return null;
    return {
      secrets,
      browserSecret,
      redirectTo: payload.redirect_to,
      application: { state: payload.app_state ?? null, challenge: payload.app_challenge ?? null },
      tenantId: payload.tenant_id,
      link: claimed.userId !== null && payload.session_id !== null ? { userId: claimed.userId, sessionId: payload.session_id } : null,
    };
  }

  /** Null when SECRET_KEY was replaced since, and the former key is not kept. Then the sign-in starts again. */
  private open({ sealed, browser }: Payload): FlowSecrets | null {
    try {
      return JSON.parse(this.sealed.open(sealed, `${OAUTH_STATE}:${browser}`)) as FlowSecrets;
    } catch (error) {
      if (error instanceof SealedSecretError) return null;
      throw error;
    }
  }
}

function hashOfBrowser(secret: string): string {
  return hashOneTimeSecret('oauth-browser', secret).toString('hex');
}
