import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionResults, default as Provider } from 'oidc-provider';
import type { Text } from '@authengine/identity';
import { say } from '@authengine/identity';
import { formTarget, pagePolicy } from '../pages/page-policy.js';
import { goneIfNotFound } from './interaction.errors.js';
import type { SignedIn } from './signed-in.js';
import { visitHandle } from './visit-handle.js';
import { checkSeal, type Visit } from './visit.js';

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** A question of the protocol library that a page answers. */
export class OpenInteraction implements Visit {
  readonly seal: string;
  readonly waits = true;

  constructor(
    readonly provider: Provider,
    readonly details: Interaction,
    /** Of the browser's cookie. */
    private readonly secret: string,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    /** The session of this browser now, where it was asked because it had none. */
    readonly meanwhile?: Visit['session'],
  ) {
    this.seal = visitHandle('form', secret, details.uid);
  }

  /** The session of this browser, unless its user wants to use another account. */
  get session(): Visit['session'] {
    const { another } = (this.details.lastSubmission?.['select_account'] ?? {}) as { readonly another?: boolean };
    return another === true ? undefined : this.details.session;
  }

  /** The policy of the page: its form may end at the application. */
  get policy(): string {
    return pagePolicy(formTarget(this.details.params['redirect_uri']));
  }

  get hint(): string | undefined {
    const hint = this.details.params['login_hint'];
    return typeof hint === 'string' ? hint : undefined;
  }

  async application(): Promise<Text> {
    return (await this.provider.Client.find(String(this.details.params['client_id'])))?.clientName ?? say('the_application');
  }

  bound(to: Parameters<Visit['bound']>[0]): string {
    return visitHandle(to, this.secret, this.details.uid);
  }

  checkForm(seal: unknown): void {
    checkSeal(this.request, this.seal, seal);
  }

  signedIn({ userId, sessionId, context, at }: SignedIn): Promise<void> {
    return this.finish({ ...(this.details.prompt.name === 'create' ? { create: {} } : {}), login: { accountId: userId, ts: Math.floor(at.getTime() / 1000), amr: context.amr, acr: context.acr, remember: true, session_id: sessionId } });
  }

  /** Somebody has signed in since it was asked: the library looks again whether anything is left to ask. */
  lookAgain(): Promise<void> {
    return this.finish({});
  }

  cancel(): Promise<void> {
    return this.finish({ error: 'access_denied', error_description: 'the user did not sign in' });
  }

  /** @throws InteractionErrors.gone where another request has answered it meanwhile */
  async finish(result: InteractionResults): Promise<void> {
    await this.provider.interactionFinished(this.request, this.response, result, { mergeWithLastSubmission: true }).catch(goneIfNotFound);
  }
}
