import { AuditTrail } from '@authengine/contracts';
import { AskingBrowsers, OneTimeTokens, SignInEvents } from '@authengine/identity';
import { DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { LinkedIdentities } from '../accounts/linked-identities.js';
import type { Owner } from '../callback/identity-owner.js';
import type { SocialSignIn } from '../callback/social-login.dto.js';
import { SocialSignIns } from '../callback/social-sign-in.js';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import type { ProviderName } from '../providers/provider-name.js';

const OAUTH_EXCHANGE = 'oauth-exchange';
const TTL_SECONDS = 60;

interface Payload extends Record<string, unknown> {
  readonly identity_id: string;
  readonly provider: ProviderName;
  readonly is_new_user: boolean;
  readonly tenant_id: TenantId | null;
}

/**
 * What an application gets in its address bar instead of tokens: a code, good once and for a minute.
 * The session begins when it is exchanged, so none waits in a browser's history.
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

  /** In the transaction that found the owner. */
  async issue({ identity, isNewUser }: Owner, tenantId: TenantId | null, redirectTo: string): Promise<string> {
    const { id, userId, provider } = identity;
    const payload: Payload = { identity_id: id, provider, is_new_user: isNewUser, tenant_id: tenantId };
    await this.trail.record(OAuthEvents.codeIssued, { actorId: userId, targetUserId: userId, metadata: { provider, redirect_origin: new URL(redirectTo).origin } });
    return this.tokens.issue({ purpose: OAUTH_EXCHANGE, ttlSeconds: TTL_SECONDS, userId, payload });
  }

  /** @throws OAuthErrors.invalid_code, OAuthErrors.not_allowed */
  async exchange(code: string): Promise<SocialSignIn> {
    const claimed = await this.tokens.claim(OAUTH_EXCHANGE, code);
    if (!claimed?.userId) throw OAuthErrors.invalid_code();
    const payload = claimed.payload as Payload;
    const outcome = await this.begin(code, claimed.userId, payload);
    return this.signIns.answer(outcome, payload.provider, payload.is_new_user);
  }

  private async begin(code: string, userId: UserId, { identity_id, provider, tenant_id }: Payload): ReturnType<SocialSignIns['begin']> {
    const evidence = async () => ({ holds: (await this.identities.find(userId, identity_id)) !== null });
    try {
      return await this.transactions.run(async () => {
        const outcome = await this.signIns.begin({ userId, strategy: provider, tenantId: tenant_id, evidence });
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
