import type { OutsideHttp } from '../outside/outside-http.js';
import { asText, type Anchor, type Unanchored } from './anchor.js';

/** A URL that keeps what is posted to it. */
export class EndpointAnchor implements Anchor {
  readonly name = 'endpoint';
  readonly mark = 'sent';

  constructor(
    private readonly http: OutsideHttp,
    private readonly url: string,
    private readonly token: string | undefined,
  ) {}

  async bring(checkpoints: readonly Unanchored[]): Promise<number> {
    const authorization = this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
    const response = await this.http.ask(this.url, { method: 'POST', body: asText(checkpoints), headers: { 'Content-Type': 'text/plain; charset=utf-8', ...authorization } });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the anchor endpoint answered ${response.status}`);
    return checkpoints.length;
  }
}
