import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEY = `ae_sk_${'5e'.repeat(32)}`;

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

type Handler = (heard: Heard, response: ServerResponse) => void | Promise<void>;
type Asked = Record<string, unknown>;

export const active = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({ active: true, sub: 'ada', user_id: 'ada', session_id: 's', exp: Math.floor(Date.now() / 1_000) + 600, ...fields });

/** A server that answers as a spec wants, and remembers what it was asked. */
export class FakeHub {
  readonly heard: Heard[] = [];
  /** Sockets that were opened to it. */
  connections = 0;
  private readonly server: Server;
  private handler: Handler = (_, response) => json(response, 200, { active: false });

  constructor() {
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.on('connection', () => (this.connections += 1));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get questions(): Asked[] {
    return this.heard.flatMap(({ body }) => (body as { tokens?: Asked[] }).tokens ?? [body as Asked]);
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Answers every question, alone or in a batch. */
  answer(reply: (asked: Asked) => unknown): void {
    this.handler = ({ body }, response) => {
      const { tokens } = body as { tokens?: Asked[] };
      json(response, 200, tokens ? { results: tokens.map(reply) } : reply(body as Asked));
    };
  }

  on(handler: Handler): void {
    this.handler = handler;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const heard = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    this.heard.push(heard);
    await this.handler(heard, response);
  }
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
  response.end(JSON.stringify(body));
}
