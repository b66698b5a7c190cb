import { DomainError } from '@authengine/kernel';
import { OAuthErrors } from '../oauth.errors.js';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1_000_000;

export interface ProviderRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly json: unknown;
}

/**
 * One conversation with a provider: five seconds for all its requests together, at most a megabyte an
 * answer, JSON, no redirects. Whatever else happens is one refusal, `oauth.provider_unavailable`.
 */
export class ProviderHttp {
  private readonly deadline = AbortSignal.timeout(TIMEOUT_MS);

  /** The answer of any status below 500. @throws OAuthErrors.provider_unavailable */
  async request({ method, url, headers, body }: ProviderRequest): Promise<ProviderAnswer> {
    const host = new URL(url).host;
    try {
      const response = await fetch(url, {
        method,
        headers: { 'User-Agent': 'authengine', ...headers, Accept: 'application/json' },
        body: body ?? null,
        redirect: 'manual',
        signal: this.deadline,
      });
      if (response.status >= 500 || (response.status >= 300 && response.status < 400)) {
        await response.body?.cancel();
        throw OAuthErrors.provider_unavailable({ log: { host, status: response.status } });
      }
      return { status: response.status, json: JSON.parse(await boundedText(response)) };
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      // What went wrong is logged by its kind alone: a parser's message quotes the answer, secrets and all.
      const fault = cause instanceof Error ? cause.name : 'unknown';
      throw OAuthErrors.provider_unavailable({ log: { host, fault } });
    }
  }

  /** The body of a successful GET with this access token. @throws OAuthErrors.provider_unavailable */
  async getJson(url: string, accessToken?: string): Promise<unknown> {
    const { status, json } = await this.request({ method: 'GET', url, ...(accessToken === undefined ? {} : { headers: { Authorization: `Bearer ${accessToken}` } }) });
    if (status < 200 || status > 299) throw OAuthErrors.provider_unavailable({ log: { host: new URL(url).host, status } });
    return json;
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream and with it the connection.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new RangeError('the answer is too large');
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
