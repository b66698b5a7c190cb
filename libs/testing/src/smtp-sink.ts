import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParsedMail } from 'mailparser';
import type { SMTPServer } from 'smtp-server';

export interface Refusal {
  readonly at: 'greeting' | 'login' | 'recipient' | 'content';
  readonly code: number;
  readonly text: string;
}

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/** A mail server on loopback that keeps what it is given, and can be told to refuse or to be slow. */
export class SmtpSink {
  readonly received: ReceivedMail[] = [];
  readonly logins: string[] = [];
  refusal: Refusal | undefined;
  delayMs = 0;
  private server: SMTPServer | undefined;
  private port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Listens; again on the same port after a `stop`. */
  async start(): Promise<void> {
    // Loaded here, so that specs without mail do not wait for it.
    const smtp = await import('smtp-server');
    const server = new smtp.SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onConnect: (_session, done) => done(this.refused('greeting')),
      onAuth: ({ username, password }, _session, done) => {
        this.logins.push(`${username}:${password}`);
        const refused = this.refused('login');
        if (refused) done(refused);
        else done(null, { user: username });
      },
      onRcptTo: (_address, _session, done) => done(this.refused('recipient')),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          void this.take(Buffer.concat(chunks), session.envelope.rcptTo.map(({ address }) => address)).then(
            () => done(),
            (error: Error) => done(error),
          );
        });
      },
    });
    server.on('error', () => undefined);
    server.listen(this.port, '127.0.0.1');
    await once(server.server, 'listening');
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  reset(): void {
    this.received.length = 0;
    this.logins.length = 0;
    this.refusal = undefined;
    this.delayMs = 0;
  }

  private async take(raw: Buffer, to: string[]): Promise<void> {
    await sleep(this.delayMs);
    const refused = this.refused('content');
    if (refused) throw refused;
    const { simpleParser } = await import('mailparser');
    this.received.push({ to, raw: raw.toString('latin1'), parsed: await simpleParser(raw) });
  }

  private refused(at: Refusal['at']): Error | undefined {
    if (this.refusal?.at !== at) return undefined;
    return Object.assign(new Error(this.refusal.text), { responseCode: this.refusal.code });
  }
}
