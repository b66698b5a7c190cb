import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: { readonly type: string; readonly version: number; readonly timestamp: string; readonly data: Readonly<Record<string, unknown>> };
}

/** A receiver of webhooks on this machine, which answers as it is told to. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** How the next messages are answered; 204 after them. */
  answers: ((response: ServerResponse) => void)[] = [];
  private always: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
  private readonly server: Server = createServer((request, response) => void this.take(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** The types of the messages, in the order of their arrival. */
  get types(): string[] {
    return this.received.map(({ body }) => body.type);
  }

  answerAlways(status: number): void {
    this.always = (response) => response.writeHead(status).end(`answered ${status}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    this.received.push({ headers: request.headers as Record<string, string>, text, body: JSON.parse(text) as Received['body'] });
    (this.answers.shift() ?? this.always)(response);
  }
}
