import type { IncomingMessage, ServerResponse } from 'node:http';
import type { default as Provider } from 'oidc-provider';
import { Injectable } from '@nestjs/common';
import { ProviderOptions } from '../provider/provider-options.js';

/** The library finds a browser's question by one cookie, in which a newer tab has put its own. */
@Injectable()
export class RecalledQuestions {
  constructor(private readonly options: ProviderOptions) {}

  /** Makes this question the browser's again, if it is still open: for this request and those that follow. Call this for a question of this browser alone. */
  async recall(provider: Provider, request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> {
    if (!(await provider.Interaction.find(uid))) return;
    const { cookie, cookieNames, interactionSeconds } = this.options;
    const { cookies } = provider.createContext(request, response);
    cookies.set(cookieNames.interaction, uid, { ...cookie, maxAge: interactionSeconds * 1000, overwrite: true });
    const signed = response.getHeader('set-cookie') as string[];
    const own = signed.flatMap((line) => (line.startsWith(cookieNames.interaction) ? [line.slice(0, line.indexOf(';'))] : []));
    // The first of a name is the one that counts.
    request.headers.cookie = [...own, request.headers.cookie ?? ''].join('; ');
  }
}
