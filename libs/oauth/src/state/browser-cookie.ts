import { Settings } from '@authengine/config';
import { cookieValues } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';

const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** The number of sign-ins that one browser may have open, in several tabs. One more replaces the oldest. */
const MAX_FLOWS = 5;

/**
 * The cookie that binds a sign-in to the browser that began it (RFC 9700 section 2.1). It has one secret for each open
 * sign-in. With TLS its name begins with `__Host-`, so that no other host of the domain can set it.
 */
@Injectable()
export class BrowserCookie {
  private readonly name: string;
  private readonly options: CookieOptions;

  constructor({ values }: Settings) {
    const secure = values.APP_URL.startsWith('https:');
    this.name = secure ? '__Host-ae_oauth' : 'ae_oauth';
    this.options = { path: '/', httpOnly: true, sameSite: 'lax', secure };
  }

  /** The secrets in the browser's cookie, the newest last. */
  secrets(request: Request): string[] {
    return cookieValues(request.headers.cookie, this.name).flatMap((value) => value.split('.')).filter((secret) => SECRET.test(secret)).slice(-MAX_FLOWS);
  }

  /** Adds the secret of a new sign-in. */
  add(request: Request, response: Response, secret: string, maxAgeSeconds: number): void {
    const secrets = [...this.secrets(request), secret].slice(-MAX_FLOWS);
    response.cookie(this.name, secrets.join('.'), { ...this.options, maxAge: maxAgeSeconds * 1000 });
  }

  /** Removes the secret of a sign-in that is over. */
  drop(request: Request, response: Response, secret: string, maxAgeSeconds: number): void {
    const left = this.secrets(request).filter((held) => held !== secret);
    if (left.length === 0) response.clearCookie(this.name, this.options);
    else response.cookie(this.name, left.join('.'), { ...this.options, maxAge: maxAgeSeconds * 1000 });
  }
}
