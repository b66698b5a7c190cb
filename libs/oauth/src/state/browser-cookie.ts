import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';

const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** Sign-ins that one browser may have under way, as with several tabs; one more forgets the oldest. */
const MAX_FLOWS = 5;

/**
 * The cookie that binds a sign-in to the browser that began it (RFC 9700 section 2.1): one secret per
 * sign-in under way. `__Host-`, where there is TLS, keeps other hosts of the domain from planting one.
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

  /** The secrets that the browser holds, the newest last. */
  secrets(request: Request): string[] {
    const values = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${this.name}=`));
    return values.flatMap((pair) => pair.slice(this.name.length + 1).split('.')).filter((secret) => SECRET.test(secret)).slice(-MAX_FLOWS);
  }

  /** One more sign-in under way. */
  add(request: Request, response: Response, secret: string, maxAgeSeconds: number): void {
    const secrets = [...this.secrets(request), secret].slice(-MAX_FLOWS);
    response.cookie(this.name, secrets.join('.'), { ...this.options, maxAge: maxAgeSeconds * 1000 });
  }

  /** That sign-in is over. */
  drop(request: Request, response: Response, secret: string, maxAgeSeconds: number): void {
    const left = this.secrets(request).filter((held) => held !== secret);
    if (left.length === 0) response.clearCookie(this.name, this.options);
    else response.cookie(this.name, left.join('.'), { ...this.options, maxAge: maxAgeSeconds * 1000 });
  }
}
