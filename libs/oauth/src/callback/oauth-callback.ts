import { AuditTrail } from '@authengine/contracts';
import { AskingBrowsers, MailBudget, SignInEvents, withParameters } from '@authengine/identity';
import { DomainError } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { toLinkedAccountDto, type LinkedDto } from '../accounts/linked-account.dto.js';
import { LinkService } from '../accounts/link.service.js';
import { ExchangeCodes } from '../exchange/exchange-codes.js';
import { OAuthEvents } from '../oauth.events.js';
import type { ProviderIdentity } from '../providers/provider-identity.js';
import type { Provider } from '../providers/provider.js';
import type { StartedFlow } from '../state/oauth-states.js';
import type { Returned } from './callback.guard.js';
import { IdentityOwner } from './identity-owner.js';
import type { SocialSignIn } from './social-login.dto.js';
import { SocialSignIns } from './social-sign-ins.js';

export type CallbackResult = ({ readonly kind: 'redirect'; readonly url: string } | { readonly kind: 'answer'; readonly body: SocialSignIn | LinkedDto }) & {
  /** The secret for the browser's cookie: see `AskingBrowsers`. */
  readonly asking?: string | null;
};

/** The second half of every flow through a provider. */
@Injectable()
export class OAuthCallback {
  constructor(
    private readonly owners: IdentityOwner,
    private readonly links: LinkService,
    private readonly signIns: SocialSignIns,
    private readonly codes: ExchangeCodes,
    private readonly askingBrowsers: AskingBrowsers,
    private readonly mailBudget: MailBudget,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws OAuthErrors, unless the flow returns to an application, which then gets the `error` */
  async finish({ provider, flow, proven }: Returned): Promise<CallbackResult> {
    try {
      const identity = await proven;
      return flow.link ? await this.link(identity, flow, flow.link) : await this.signIn(identity, flow);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.code.startsWith('oauth.')) throw error;
      await this.recordFailure(provider, flow, error);
      if (flow.redirectTo === null) throw error;
      return { kind: 'redirect', url: withParameters(flow.redirectTo, { error: error.code.slice('oauth.'.length), ...ownState(flow) }) };
    }
  }

  private async link(identity: ProviderIdentity, { redirectTo }: StartedFlow, link: NonNullable<StartedFlow['link']>): Promise<CallbackResult> {
    const linked = await this.links.link(identity, link);
    if (redirectTo !== null) return { kind: 'redirect', url: withParameters(redirectTo, { linked: linked.provider }) };
    return { kind: 'answer', body: { message: 'The account is linked; you can sign in with it from now on.', account: toLinkedAccountDto(linked) } };
  }

  private async signIn(identity: ProviderIdentity, flow: StartedFlow): Promise<CallbackResult> {
    const { redirectTo, tenantId, application } = flow;
    const { email, provider } = identity;
    const mayMail = email !== null && !email.proven && (await this.mailBudget.allows('pending-email', email.address));
    if (redirectTo !== null) {
      const { code, asking } = await this.transactions.run(async () => {
        const owner = await this.owners.find(identity, mayMail);
        const issued = await this.codes.issue(owner, { redirectTo, tenantId, application });
        return { code: issued, asking: owner.asksForAddress ? await this.askingBrowsers.issueAhead(owner.identity.userId, issued) : null };
      });
      return { kind: 'redirect', url: withParameters(redirectTo, { code, ...ownState(flow) }), asking };
    }
    const { outcome, isNewUser, asking } = await this.transactions.run(async () => {
      const owner = await this.owners.find(identity, mayMail);
      const begun = await this.signIns.begin({ userId: owner.identity.userId, strategy: provider, tenantId });
      // With a second factor there is no session yet. The browser gets the cookie when it gives that factor.
      const keeps = owner.asksForAddress && begun.kind === 'session';
      return { outcome: begun, isNewUser: owner.isNewUser, asking: keeps ? await this.askingBrowsers.issue(begun.session) : null };
    });
    return { kind: 'answer', body: await this.signIns.answer(outcome, provider, isNewUser), asking };
  }

  private recordFailure({ name }: Provider, { link }: StartedFlow, { code, log }: DomainError): Promise<void> {
    if (link) return this.trail.record(OAuthEvents.linked, { actorId: link.userId, targetUserId: link.userId, status: 'failure', metadata: { provider: name, by: code } });
    const targetUserId = typeof log['user_id'] === 'string' ? log['user_id'] : undefined;
    return this.trail.record(SignInEvents.failed, { actorId: null, targetUserId, status: 'failure', metadata: { auth_strategy: name, reason: code } });
  }
}

/** The application's own `state`, as it sent it. */
function ownState({ application: { state } }: StartedFlow): { readonly state?: string } {
  return state === null ? {} : { state };
}
