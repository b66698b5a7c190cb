import type { IncomingMessage, ServerResponse } from 'node:http';
import type { default as Provider } from 'oidc-provider';
import { pagePolicy } from '../pages/page-policy.js';
import type { BrowserLogin } from '../provider/browser-login.js';
import type { SignedIn } from './signed-in.js';
import { checkSeal, derived, type Visit } from './visit.js';

/** A visit at the page's own address: no application waits. */
export class OwnVisit implements Visit {
  readonly seal: string;
  readonly policy = pagePolicy();
  readonly hint = undefined;
  readonly waits = false;

  constructor(
    readonly provider: Provider,
    readonly session: Visit['session'],
    private readonly logins: BrowserLogin,
    /** Where a sign-in ends, under the service's own path. */
    private readonly end: string,
    private readonly secret: string,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.seal = derived('form', secret);
  }

  application(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  bound(to: 'link' | 'provider'): string {
    return derived(to, this.secret);
  }

  checkForm(seal: unknown): void {
    checkSeal(this.request, this.seal, seal);
  }

  async signedIn({ userId, sessionId, at, context: { amr, acr } }: SignedIn): Promise<void> {
    await this.logins.begin(this.provider, this.request, this.response, { accountId: userId, sessionId, at: Math.floor(at.getTime() / 1000), amr, acr });
    this.goOn();
  }

  cancel(): Promise<void> {
    this.goOn();
    return Promise.resolve();
  }

  private goOn(): void {
    this.response.statusCode = 303;
    this.response.setHeader('Location', this.end);
    this.response.setHeader('Content-Length', '0');
    this.response.end();
  }
}
