import { DomainError } from '@authengine/kernel';
import { fetch, type Dispatcher, type Response as Answered } from 'undici';
import { OAuthErrors } from '../oauth.errors.js';

const MAX_BYTES = 1_000_000;
const TOLD_HEADERS = new Set(['content-type', 'date', 'retry-after', 'www-authenticate']);

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

/** How long a conversation may take, unless the provider is given less. */
const PATIENCE_MS = 5_000;

/**
 * One conversation with a provider: one deadline for all its requests together, at most a megabyte for each answer, JSON,
 * no redirects. Every other outcome is the same refusal, `oauth.provider_unavailable`.
 */
export class ProviderHttp {
  private readonly deadline: AbortSignal;

  constructor(private readonly way: Dispatcher, patienceMs = PATIENCE_MS) {
    this.deadline = AbortSignal.timeout(patienceMs);
  }

  /** The answer of any status below 500. @throws OAuthErrors.provider_unavailable */
  request(request: ProviderRequest): Promise<ProviderAnswer> {
    return this.exchange(request, async (response) => ({ status: response.status, json: await boundedJson(response) }));
  }

  /** The body of a successful GET with this access token. @throws OAuthErrors.provider_unavailable */
  async getJson(url: string, accessToken?: string): Promise<unknown> {
    const { status, json } = await this.request(get(url, accessToken));
    if (status < 200 || status > 299) throw OAuthErrors.provider_unavailable({ log: { host: new URL(url).host, status } });
    return json;
  }

  /**
   * The same for data that a sign-in can do without: undefined when the provider refuses it for good, to this client or for
   * this user. @throws OAuthErrors.provider_unavailable
   */
  getOptionalJson(url: string, accessToken: string): Promise<unknown> {
    return this.exchange(get(url, accessToken), async (response) => {
      if (response.ok) return boundedJson(response);
      await response.body?.cancel();
      if (isOnlyForNow(response)) throw OAuthErrors.provider_unavailable({ log: { host: new URL(url).host, status: response.status } });
      return undefined;
    });
  }

  /** The same as a library's `fetch`: an answer whose body is here already, with the headers that say what it is. */
  async fetch(request: ProviderRequest): Promise<Response> {
    return this.exchange(request, async (response) => {
      const text = await boundedText(response);
      const headers = [...response.headers].filter(([name]) => TOLD_HEADERS.has(name));
      return new Response(text === '' ? null : text, { status: response.status, headers });
    });
  }

  private async exchange<T>({ method, url, headers, body }: ProviderRequest, read: (response: Answered) => Promise<T>): Promise<T> {
    const host = new URL(url).host;
    try {
      const response = await fetch(url, {
        method,
        headers: { ...Object.fromEntries(new Headers({ Accept: 'application/json', ...headers })), 'user-agent': 'authengine' },
        body: body ?? null,
        redirect: 'manual',
        signal: this.deadline,
        dispatcher: this.way,
      });
      if (response.status >= 500 || (response.status >= 300 && response.status < 400)) {
        await response.body?.cancel();
        throw OAuthErrors.provider_unavailable({ log: { host, status: response.status } });
      }
      return await read(response);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      // Only the kind of fault is logged, because a parser's message quotes the answer, with its secrets.
      const fault = cause instanceof Error ? cause.name : 'unknown';
      throw OAuthErrors.provider_unavailable({ log: { host, fault } });
    }
  }
}

function get(url: string, accessToken: string | undefined): ProviderRequest {
  return { method: 'GET', url, ...(accessToken === undefined ? {} : { headers: { Authorization: `Bearer ${accessToken}` } }) };
}

/** Whether the refusal is only for now. GitHub also answers 403, with these headers, to a client that asks too often. */
function isOnlyForNow({ status, headers }: Answered): boolean {
  return status === 408 || status === 429 || headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0';
}

async function boundedJson(response: Answered): Promise<unknown> {
  return JSON.parse(await boundedText(response));
}

async function boundedText(response: Answered): Promise<string> {
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
