import type { IncomingMessage, ServerResponse } from 'node:http';
import type { default as Provider } from 'oidc-provider';
import { cookieValues } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import { ProviderOptions } from '../provider/provider-options.js';

const SET = 'set-cookie';

/** The library finds a browser's question by one cookie, in which a newer tab has put its own. */
@Injectable()
export class RecalledQuestions {
  constructor(private readonly options: ProviderOptions) {}

  /** Makes this question the one that the request is about, if it is still open. The browser keeps that of its newest tab. Call this for a question of this browser alone. */
  async recall(provider: Provider, request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> {
    const { cookie, cookieNames } = this.options;
    if (cookieValues(request.headers.cookie, cookieNames.interaction)[0] === uid || !(await provider.Interaction.find(uid))) return;
    const kept = [response.getHeader(SET) ?? []].flat().map(String);
    // The library signs its cookies where it sets them.
    response.removeHeader(SET);
    provider.createContext(request, response).cookies.set(cookieNames.interaction, uid, cookie);
    const signed = [response.getHeader(SET) ?? []].flat().map((line) => String(line).split(';', 1)[0]);
    response.removeHeader(SET);
    if (kept.length > 0) response.setHeader(SET, kept);
    // The first of a name is the one that counts.
    request.headers.cookie = [...signed, request.headers.cookie ?? ''].join('; ');
  }
}
