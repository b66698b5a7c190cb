import type { ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import type { FormPage, Text } from '@authengine/identity';
import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { errorText } from '../pages/error-text.js';
import type { AccountAtHand, Challenged } from './browser-sign-in.js';
import { Interactions } from './interactions.js';
import { addressPage, codePage, confirmPage, passwordPage, signedInPage, type Shown } from './sign-in-page.js';
import type { SignedIn } from './signed-in.js';
import type { Visit } from './visit.js';
import { WaysBack } from './ways-back.js';

/** Shows the pages of a sign-in, and what follows from each step. */
@Injectable()
export class SignInPages {
  constructor(
    private readonly interactions: Interactions,
    private readonly ways: WaysBack,
    private readonly settings: Settings,
  ) {}

  async address(visit: Visit, error?: Text, typed?: string): Promise<FormPage> {
    return addressPage(await this.shown(visit, error), typed ?? visit.hint, this.ways.providersOf(visit));
  }

  async password(visit: Visit, email: string, error?: Text): Promise<FormPage> {
    return passwordPage(await this.shown(visit, error), email);
  }

  async code(visit: Visit, { challenge, passkey }: Challenged, error?: Text): Promise<FormPage> {
    return codePage(await this.shown(visit, error), challenge, passkey);
  }

  async confirm(visit: Visit, account: AccountAtHand, error?: Text): Promise<FormPage> {
    return confirmPage(await this.shown(visit, error), account.label, account.asks);
  }

  signedIn({ label }: AccountAtHand): FormPage {
    return signedInPage(label, this.settings.values.HOME_URL !== undefined);
  }

  /** Goes on with what a step came to; what it refuses is told on the page that `again` gives. */
  async after(visit: Visit, response: ServerResponse, step: Promise<SignedIn | Challenged>, again: (error: Text) => Promise<FormPage>): Promise<void> {
    let outcome: SignedIn | Challenged;
    try {
      outcome = await step;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
      this.show(visit, response, error.status, await again(errorText(error)));
      return;
    }
    if ('challenge' in outcome) this.show(visit, response, 200, await this.code(visit, outcome));
    else await visit.signedIn(outcome);
  }

  show(visit: Visit, response: ServerResponse, status: number, page: FormPage): void {
    this.interactions.show(response, status, page, visit.policy);
  }

  private async shown(visit: Visit, error?: Text): Promise<Shown> {
    return { action: `${this.settings.publicPath}/sign-in`, seal: visit.seal, application: await visit.application(), error };
  }
}
