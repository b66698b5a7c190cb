import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constantTimeEqual } from '@authengine/crypto';
import type { InteractionResults, default as Provider } from 'oidc-provider';
import { formTarget, pagePolicy } from '../pages/page-policy.js';
import { InteractionErrors } from './interaction.errors.js';

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** A question of the protocol library that a page answers, found by the browser's cookie. */
export class OpenInteraction {
  /** In the form beside the cookie, which no other site's form is sent with. */
  readonly seal: string;

  constructor(
    readonly provider: Provider,
    readonly details: Interaction,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.seal = createHash('sha256').update(`authengine/v1/oidc-form/${details.uid}`).digest('base64url');
  }

  /** The policy of the page: its form may end at the application. */
  get policy(): string {
    return pagePolicy(formTarget(this.details.params['redirect_uri']));
  }

  /** @throws InteractionErrors.gone for a form that is not from this interaction's page */
  checkForm(seal: unknown): void {
    const site = this.request.headers['sec-fetch-site'];
    if (typeof seal !== 'string' || !constantTimeEqual(seal, this.seal) || (site !== undefined && site !== 'same-origin')) throw InteractionErrors.gone();
  }

  async finish(result: InteractionResults): Promise<void> {
    await this.provider.interactionFinished(this.request, this.response, result, { mergeWithLastSubmission: true });
  }
}
