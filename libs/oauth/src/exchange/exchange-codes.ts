import { AuditTrail } from '@authengine/contracts';
import { AskingBrowsers, OneTimeTokens, SignInEvents } from '@authengine/identity';
import { DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import type { RefreshTransport } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { LinkedIdentities } from '../accounts/linked-identities.js';
import type { Owner } from '../callback/identity-owner.js';
import type { SocialSignIn } from '../callback/social-login.dto.js';
import { SocialSignIns } from '../callback/social-sign-ins.js';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import type { ProviderName } from '../providers/provider-name.js';
import type { StartedFlow } from '../state/oauth-states.js';
import { answersChallenge } from './code-challenge.js';

const OAUTH_EXCHANGE = 'oauth-exchange';
const TTL_SECONDS = 60;

interface Payload extends Record<string, unknown> {
  readonly identity_id: string;
  readonly provider: ProviderName;
  readonly is_new_user: boolean;
  readonly tenant_id: TenantId | null;
  /** Absent in rows of an earlier version. */
  readonly challenge?: string | null;
}

/** What an application sends for its tokens. */
export interface CodeExchange {
  readonly code: string;
  readonly verifier: string | undefined;
  readonly refreshTransport: RefreshTransport | null | undefined;
}

/** A sign-in that returns to an application. */
export type ReturningFlow = Pick<StartedFlow, 'tenantId' | 'application'> & { readonly redirectTo: string };

/**
 * An application gets a code in its address bar instead of tokens, valid once and for a minute. The session begins when
 * the code is exchanged, so no session waits in a browser's history.
 */
@Injectable()
export class ExchangeCodes {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly identities: LinkedIdentities,
    private readonly signIns: SocialSignIns,
    private readonly askingBrowsers: AskingBrowsers,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** Call this in the transaction that found the owner. */
  async issue({ identity, isNewUser }: Owner, { tenantId, redirectTo, application: { challenge } }: ReturningFlow): Promise<string> {
    const { id, userId, provider } = identity;
    const payload: Payload = { identity_id: id, provider, is_new_user: isNewUser, tenant_id: tenantId, challenge };
    await this.trail.record(OAuthEvents.codeIssued, { actorId: userId, targetUserId: userId, metadata: { provider, redirect_origin: originOf(redirectTo) } });
    return this.tokens.issue({ purpose: OAUTH_EXCHANGE, ttlSeconds: TTL_SECONDS, userId, payload });
  }

  /**
   * Uses the code up, also when it fails. The verifier must fit the challenge of the sign-in, and is refused when the
   * sign-in had none (RFC 7636 section 4.6, RFC 9700 section 2.1.1).
   * @throws OAuthErrors.invalid_code, OAuthErrors.not_allowed, AuthenticationErrors.origin_not_allowed
   */
  async exchange(exchange: CodeExchange): Promise<SocialSignIn> {
    const { outcome, provider, isNewUser } = await this.begun(exchange);
    return this.signIns.answer(outcome, provider, isNewUser);
  }

  /**
   * The session or the challenge itself, for a page that hands out no tokens.
   * @throws as `exchange`
   */
  async begun({ code, verifier, refreshTransport }: CodeExchange): Promise<{ readonly outcome: Awaited<ReturnType<SocialSignIns['begin']>>; readonly provider: ProviderName; readonly isNewUser: boolean }> {
    const claimed = await this.tokens.claim(OAUTH_EXCHANGE, code);
    if (!claimed?.userId) throw OAuthErrors.invalid_code();
    const payload = claimed.payload as Payload;
    if (!answersChallenge(verifier, payload.challenge ?? null)) throw OAuthErrors.invalid_code({ log: { reason: 'verifier' } });
    const outcome = await this.begin(code, { userId: claimed.userId, refreshTransport }, payload);
    return { outcome, provider: payload.provider, isNewUser: payload.is_new_user };
  }

  private async begin(code: string, { userId, refreshTransport }: { readonly userId: UserId } & Pick<CodeExchange, 'refreshTransport'>, { identity_id, provider, tenant_id }: Payload): ReturnType<SocialSignIns['begin']> {
    const evidence = async () => ({ holds: (await this.identities.find(userId, identity_id)) !== null });
    try {
      return await this.transactions.run(async () => {
        const outcome = await this.signIns.begin({ userId, strategy: provider, tenantId: tenant_id, refreshTransport, evidence });
        await this.askingBrowsers.goOn(userId, code, outcome.kind === 'session' ? { session: outcome.session.id } : { token: outcome.challenge.mfa_pending_token });
        return outcome;
      });
    } catch (error) {
      if (error instanceof DomainError && error.code === OAuthErrors.not_allowed.code) {
        await this.trail.record(SignInEvents.failed, { actorId: null, targetUserId: userId, status: 'failure', metadata: { auth_strategy: provider, reason: error.code } });
      }
      throw error;
    }
  }
}

/** A private scheme has no origin. The scheme itself names the application. */
function originOf(redirectTo: string): string {
  const { origin, protocol } = new URL(redirectTo);
  return origin === 'null' ? protocol : origin;
}
