import { sleep, type Clock } from '../clock/clock.js';
import { AuthEngineError } from '../errors/auth-engine-error.js';
import { ProtocolError } from '../errors/protocol-error.js';
import { UnavailableError } from '../errors/unavailable-error.js';
import type { Transport, TransportResponse, TransportSignal } from '../transport/transport.js';
import { backoff } from './backoff.js';
import { refusalOf } from './refusal-of.js';
import { retryAfterSeconds } from './retry-after.js';

export interface HubCall {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether it changes nothing more when it arrives twice. */
  readonly repeatable: boolean;
  /** Show the service's key. */
  readonly asService: boolean;
}

export interface HubOptions {
  readonly address: string;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly transport: Transport;
  readonly clock: Clock;
}

const MAX_BACKOFF_MS = 1_000;

/** AuthEngine, as this package talks to it: with the key, within the time, and again where that may help. */
export class Hub {
  readonly origin: string;
  /** Private to the language, so that whoever logs a client logs no key. */
  readonly #apiKey: string;

  constructor(
    private readonly options: HubOptions,
    apiKey: string,
  ) {
    this.#apiKey = apiKey;
    this.origin = new URL(options.address).origin;
  }

  /** The JSON of a success; undefined where it has no body. @throws AuthEngineError */
  async call(call: HubCall): Promise<unknown> {
    const { clock, timeoutMs, retries } = this.options;
    const deadline = clock.monotonic() + timeoutMs;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.attempt(call, deadline - clock.monotonic());
      if (!('error' in outcome)) return outcome.body;
      if (!outcome.again || !call.repeatable || attempt >= retries) throw outcome.error;
      const wait = backoff(attempt, MAX_BACKOFF_MS);
      if (clock.monotonic() + wait >= deadline) throw outcome.error;
      await sleep(clock, wait);
    }
  }

  /** A response whose body is read as it comes. `signal` ends it. */
  open(path: string, signal: TransportSignal, headers: Readonly<Record<string, string>>): Promise<TransportResponse> {
    return this.options.transport.send({ method: 'GET', url: this.options.address + path, headers: { ...headers, 'X-API-Key': this.#apiKey }, signal });
  }

  private async attempt(call: HubCall, ms: number): Promise<{ readonly body: unknown } | { readonly error: AuthEngineError; readonly again: boolean }> {
    const abort = new AbortController();
    let late = false;
    const cancel = this.options.clock.after(ms, () => {
      late = true;
      abort.abort();
    });
    try {
      const response = await this.send(call, abort.signal);
      const answered = { status: response.status, header: (name: string) => response.header(name), text: await response.text() };
      if (answered.status >= 200 && answered.status < 300) return { body: this.read(answered.text) };
      const error = refusalOf(answered, this.origin, this.options.clock.wall(), call.asService);
      // One that says when to come back is not asked before.
      const told = retryAfterSeconds(answered.header('retry-after'), this.options.clock.wall()) !== undefined;
      return { error, again: error instanceof UnavailableError && answered.status !== 429 && !told };
    } catch (cause) {
      if (cause instanceof AuthEngineError) return { error: cause, again: false };
      if (late) return { error: new UnavailableError(`AuthEngine at ${this.origin} did not answer within ${this.options.timeoutMs} ms; see whether it is up and reachable from here`, { reached: false }), again: false };
      return { error: new UnavailableError(`AuthEngine at ${this.origin} cannot be reached (${reasonOf(cause)}); see whether url is right and AuthEngine is up`, { reached: false, cause }), again: true };
    } finally {
      cancel();
    }
  }

  private send({ method, path, headers, body, asService }: HubCall, signal: AbortSignal): Promise<TransportResponse> {
    return this.options.transport.send({
      method,
      url: this.options.address + path,
      headers: { Accept: 'application/json', ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...(asService ? { 'X-API-Key': this.#apiKey } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
  }

  private read(text: string): unknown {
    if (text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw new ProtocolError(`AuthEngine: what answers at ${this.origin} does not speak JSON; set url to the APP_URL of AuthEngine`);
    }
  }
}

/** The code of a network error, such as ECONNREFUSED: what Node wraps in `fetch failed`. */
function reasonOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined || cause === null ? 'no connection' : reasonOf(cause);
}
