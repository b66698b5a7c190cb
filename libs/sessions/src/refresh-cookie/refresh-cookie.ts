import { Settings } from '@authengine/config';
import { cookieValues, currentRequest, type RequestContext } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { CookieOptions } from 'express';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { mayUseCookie } from './may-use-cookie.js';

/** Two cookies of one name: no single path covers these two and nothing else (ADR 25). */
const PATHS = ['/api/v1/auth/refresh', '/api/v1/auth/logout'];

/**
 * The refresh token of a browser application, where no script reads it. `__Secure-`, where there is TLS: a page without
 * TLS cannot set it. (`__Host-` would need the path `/`.) `SameSite=Strict`: only pages of the service's own site send it.
 * It reads and writes the exchange of the current request, so that whoever answers tokens needs no `Response`.
 */
@Injectable()
export class RefreshCookie {
  readonly name: string;
  private readonly cookies: readonly CookieOptions[];
  private readonly allowed: ReadonlySet<string>;

  constructor(
    { values, publicPath }: Settings,
    private readonly clock: Clock,
  ) {
    const { protocol, origin } = new URL(values.APP_URL);
    const secure = protocol === 'https:';
    this.name = secure ? '__Secure-ae_refresh' : 'ae_refresh';
    this.cookies = PATHS.map((path) => ({ path: publicPath + path, httpOnly: true, sameSite: 'strict', secure }));
    // `*` lets any page call the API without credentials, and this cookie is one.
    this.allowed = new Set([origin, ...values.CORS_ORIGINS.filter((named) => named !== '*')]);
  }

  /** What the browser sent; undefined where it sent none. Two that differ are not told apart (another host of the domain may have set one): they are a token of nobody. */
  sent(): string | undefined {
    const values = new Set(cookieValues(http().request.headers.cookie, this.name));
    const [value] = values;
    return values.size > 1 ? '' : value;
  }

  mayBeUsed(): boolean {
    return mayUseCookie(http().request.headers, this.allowed);
  }

  /** @throws AuthenticationErrors.origin_not_allowed */
  demandPage(): void {
    if (!this.mayBeUsed()) throw AuthenticationErrors.origin_not_allowed();
  }

  /** Gives the browser the token until the session ends by itself. */
  give(token: string, until: Date): void {
    const maxAge = Math.max(0, until.getTime() - this.clock.now().getTime());
    for (const cookie of this.cookies) http().response.cookie(this.name, token, { ...cookie, maxAge });
  }

  clear(): void {
    for (const cookie of this.cookies) http().response.clearCookie(this.name, cookie);
  }
}

function http(): NonNullable<RequestContext['http']> {
  const exchange = currentRequest()?.http;
  if (!exchange) throw new Error('a cookie is read and written inside a request');
  return exchange;
}
