import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { cookieValues } from '@authengine/contracts';
import { newOneTimeSecret } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';

const SECRET = /^[A-Za-z0-9_-]{43}$/;
const HOURS = 12;

/** Binds the forms of pages to the browser that was shown them. Not a session: it says nothing about anybody. */
@Injectable()
export class PageCookie {
  private readonly secrets = new WeakMap<ServerResponse, string>();
  private readonly name: string;
  private readonly attributes: string;

  constructor({ values }: Settings) {
    const secure = values.APP_URL.startsWith('https:');
    // With the prefix no other host of the domain can set it.
    this.name = secure ? '__Host-ae_page' : 'ae_page';
    this.attributes = `Path=/; Max-Age=${HOURS * 3600}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** What is in the browser's cookie, which lasts from now on again; a new secret where there is none. */
  secretOf(request: IncomingMessage, response: ServerResponse): string {
    const known = this.secrets.get(response);
    if (known !== undefined) return known;
    const secret = cookieValues(request.headers.cookie, this.name).find((value) => SECRET.test(value)) ?? newOneTimeSecret();
    this.secrets.set(response, secret);
    response.appendHeader('Set-Cookie', `${this.name}=${secret}; ${this.attributes}`);
    return secret;
  }
}
