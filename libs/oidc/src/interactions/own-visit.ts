import type { IncomingMessage, ServerResponse } from 'node:http';
import type { default as Provider } from 'oidc-provider';
import type { BrowserLogin } from '../provider/browser-login.js';
import type { SignedIn } from './signed-in.js';
import { OwnForm } from './own-form.js';
import { visitHandle } from './visit-handle.js';
import type { Visit } from './visit.js';

/** A visit at the page's own address: no application waits. */
export class OwnVisit extends OwnForm implements Visit {
  readonly hint = undefined;
  readonly waits = false;

  constructor(
    readonly provider: Provider,
    readonly session: Visit['session'],
    private readonly logins: BrowserLogin,
    /** Where a sign-in ends, under the service's own path. */
    private readonly end: string,
    private readonly secret: string,
    request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    super(request, secret);
  }

  application(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  bound(to: Parameters<Visit['bound']>[0]): string {
    return visitHandle(to, this.secret, null);
  }

  async signedIn({ userId, sessionId, at, context: { amr, acr } }: SignedIn): Promise<void> {
    await this.logins.begin(this.provider, this.request, this.response, { accountId: userId, sessionId, at: Math.floor(at.getTime() / 1000), amr, acr });
    this.goOn();
  }

  cancel(): Promise<void> {
    this.goOn();
    return Promise.resolve();
  }

  lookAgain(): Promise<void> {
    return this.cancel();
  }

  private goOn(): void {
    this.response.statusCode = 303;
    this.response.setHeader('Location', this.end);
    this.response.setHeader('Content-Length', '0');
    this.response.end();
  }
}
