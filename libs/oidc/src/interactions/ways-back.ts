import { createHash } from 'node:crypto';
import { Settings } from '@authengine/config';
import { OAuthProviders, ProviderTitles, signInPage } from '@authengine/oauth';
import { Injectable } from '@nestjs/common';
import type { ShownProvider } from './sign-in-page.js';
import type { Visit } from './visit.js';

/**
 * How a sign-in comes back that leads away from the page: bound to the visit, so that nobody is signed in by what somebody else
 * has begun (login CSRF, RFC 6749 section 10.12).
 */
@Injectable()
export class WaysBack {
  constructor(
    private readonly settings: Settings,
    private readonly providers: OAuthProviders,
    private readonly titles: ProviderTitles,
  ) {}

  /** Where a mailed link leads once it is confirmed. */
  linkPage(visit: Visit): string {
    return `${this.settings.values.APP_URL}/sign-in/link?visit=${visit.bound('link')}`;
  }

  /** The code that comes back is exchanged by the visit whose verifier fits (RFC 7636). */
  verifier(visit: Visit): string {
    return visit.bound('provider');
  }

  providersOf(visit: Visit): ShownProvider[] {
    const query = new URLSearchParams({ redirect_to: signInPage(this.settings), state: visit.bound('state'), code_challenge: createHash('sha256').update(this.verifier(visit)).digest('base64url'), code_challenge_method: 'S256' });
    return this.providers.names().map((name) => ({ name, title: this.titles.of(name), path: `/api/v1/auth/oauth/${name}/login?${query.toString()}` }));
  }
}
