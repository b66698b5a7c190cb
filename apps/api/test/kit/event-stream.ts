import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: { readonly epoch: number; readonly kind?: string; readonly id?: string };
}

const PATIENCE_MS = 20_000;

/** A service that listens to `GET /auth/revocations`. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  readonly ended: Promise<void>;
  private readonly waiting = new Set<() => void>();
  private over = false;

  private constructor(private readonly response: IncomingMessage) {
    this.ended = this.read().finally(() => {
      this.over = true;
      this.wake();
    });
  }

  /** On a connection of its own, which goes with it. */
  static async open(node: { readonly url: string }, key: string, lastEventId?: string): Promise<EventStream> {
    const headers = { 'X-API-Key': key, ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }) };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${node.url}/api/v1/auth/revocations`, { headers, agent: false }, resolve).on('error', reject);
    });
    if (response.statusCode === 200) return new EventStream(response);
    response.resume();
    throw new Error(`the stream was answered with ${response.statusCode}`);
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  get revoked(): StreamEvent['data'][] {
    return this.of('revoked').map(({ data }) => data);
  }

  of(name: string): StreamEvent[] {
    return this.events.filter(({ event }) => event === name);
  }

  /** The first event that is as wanted, among those at or after `from`. */
  async until(wanted: (event: StreamEvent) => boolean, from = 0): Promise<StreamEvent> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.events.slice(from).find(wanted);
      if (found) return found;
      if (this.over || Date.now() > deadline) throw new Error(`it did not come: ${JSON.stringify(this.events.slice(-10))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        this.waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  hears(kind: string, id: string): Promise<StreamEvent> {
    return this.until(({ event, data }) => event === 'revoked' && data.kind === kind && data.id === id);
  }

  /** The next event of this name from now on. */
  next(name: string): Promise<StreamEvent> {
    return this.until(({ event }) => event === name, this.events.length);
  }

  async close(): Promise<void> {
    this.response.destroy();
    await this.ended;
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const bytes of this.response as AsyncIterable<Uint8Array>) {
        rest += decoder.decode(bytes, { stream: true });
        const blocks = rest.split('\n\n');
        rest = blocks.pop() ?? '';
        this.events.push(...blocks.map(parse));
        this.wake();
      }
    } catch {
      // The connection was cut, by either side.
    }
  }

  private wake(): void {
    for (const go of this.waiting) go();
    this.waiting.clear();
  }
}

function parse(block: string): StreamEvent {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
  return { event: fields.get('event') ?? '', id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? 'null') as StreamEvent['data'] };
}
