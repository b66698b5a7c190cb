import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import type { default as Provider } from 'oidc-provider';
import { cookieNames } from './cookie-names.js';

const DAY = 86_400;

/** A sign-in in a browser, with what the protocol says of it. */
export interface BrowserSession {
  readonly accountId: string;
  /** The id of the session here. */
  readonly sessionId: string;
  /** Seconds. */
  readonly at: number;
  readonly amr: readonly string[];
  readonly acr: string;
}

/** The library's session of a browser, where no application waits for a sign-in. */
@Injectable()
export class BrowserLogin {
  constructor(private readonly settings: Settings) {}

  /** Who is signed in in this browser; undefined for nobody. */
  async current(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<{ readonly accountId: string; readonly uid: string } | undefined> {
    const { accountId, uid } = await provider.Session.get(provider.createContext(request, response));
    return accountId === undefined ? undefined : { accountId, uid };
  }

  /** Whoever was signed in before is signed out; the browser gets a new value in its cookie (session fixation). */
  async begin(provider: Provider, request: IncomingMessage, response: ServerResponse, { accountId, sessionId, at, amr, acr }: BrowserSession): Promise<void> {
    const ctx = provider.createContext(request, response);
    const former = await provider.Session.get(ctx);
    if (former.accountId !== undefined && former.uid !== sessionId) await former.destroy();
    const session = new provider.Session();
    session.loginAccount({ accountId, loginTs: at, amr: [...amr], acr });
    session.uid = sessionId;
    const { values, publicPath } = this.settings;
    const seconds = values.SESSION_ABSOLUTE_DAYS * DAY;
    await session.save(seconds);
    const path = publicPath || '/';
    ctx.cookies.set(cookieNames(values.APP_URL, path).session, session.jti, { httpOnly: true, sameSite: 'lax', signed: true, path, maxAge: seconds * 1000, overwrite: true });
  }
}
