import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParsedMail } from 'mailparser';
import type { SMTPServer } from 'smtp-server';
import type { ServerCertificate } from './certificates.js';

export interface Refusal {
  readonly at: 'greeting' | 'login' | 'sender' | 'recipient' | 'content';
  readonly code: number;
  readonly text: string;
}

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
  /** Whether it came over TLS. */
  readonly secure: boolean;
}

export interface SmtpSinkOptions {
  /** Offers TLS with this certificate: STARTTLS, or with `implicit` from the first byte. */
  readonly tls?: ServerCertificate & { readonly implicit?: boolean };
  readonly authMethods?: readonly ('PLAIN' | 'LOGIN')[];
  readonly host?: string;
}

/** A mail server on loopback that keeps what it is given, and can be told to refuse or to be slow. */
export class SmtpSink {
  readonly received: ReceivedMail[] = [];
  readonly logins: string[] = [];
  /** Of the logins, those whose password anybody on the way could read. */
  readonly plainLogins: string[] = [];
  refusal: Refusal | undefined;
  delayMs = 0;
  private server: SMTPServer | undefined;
  private port = 0;
  private tls: SmtpSinkOptions['tls'];

  constructor(private readonly options: SmtpSinkOptions = {}) {
    this.tls = options.tls;
  }

  get url(): string {
    return this.urlFor(this.host);
  }

  /** The same server under another of its names, with a user where one is given (`user:password`). */
  urlFor(host: string, user = ''): string {
    const name = host.includes(':') ? `[${host}]` : host;
    return `${this.tls?.implicit === true ? 'smtps' : 'smtp'}://${user === '' ? '' : `${user}@`}${name}:${this.port}`;
  }

  /** Takes another certificate from the next connection on. */
  async renew(certificate: ServerCertificate): Promise<void> {
    await this.stop();
    this.tls = { ...certificate, ...(this.options.tls?.implicit === true ? { implicit: true } : {}) };
    await this.start();
  }

  private get host(): string {
    return this.options.host ?? '127.0.0.1';
  }

  /** Listens; again on the same port after a `stop`. */
  async start(): Promise<void> {
    // Loaded here, so that specs without mail do not wait for it.
    const smtp = await import('smtp-server');
    const server = new smtp.SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      ...(this.tls ? { cert: this.tls.cert, key: this.tls.key, secure: this.tls.implicit === true } : { disabledCommands: ['STARTTLS'] }),
      ...(this.options.authMethods ? { authMethods: [...this.options.authMethods] } : {}),
      disableReverseLookup: true,
      closeTimeout: 100,
      onConnect: (_session, done) => done(this.refused('greeting')),
      onAuth: ({ username, password }, { secure }, done) => {
        this.logins.push(`${username}:${password}`);
        if (!secure) this.plainLogins.push(`${username}:${password}`);
        const refused = this.refused('login');
        if (refused) done(refused);
        else done(null, { user: username });
      },
      onMailFrom: (_address, _session, done) => done(this.refused('sender')),
      onRcptTo: (_address, _session, done) => done(this.refused('recipient')),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          void this.take(Buffer.concat(chunks), session.envelope.rcptTo.map(({ address }) => address), session.secure).then(
            () => done(),
            (error: Error) => done(error),
          );
        });
      },
    });
    server.on('error', () => undefined);
    server.listen(this.port, this.host);
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
    this.plainLogins.length = 0;
    this.refusal = undefined;
    this.delayMs = 0;
  }

  private async take(raw: Buffer, to: string[], secure: boolean): Promise<void> {
    await sleep(this.delayMs);
    const refused = this.refused('content');
    if (refused) throw refused;
    const { simpleParser } = await import('mailparser');
    this.received.push({ to, raw: raw.toString('latin1'), parsed: await simpleParser(raw), secure });
  }

  private refused(at: Refusal['at']): Error | undefined {
    if (this.refusal?.at !== at) return undefined;
    return Object.assign(new Error(this.refusal.text), { responseCode: this.refusal.code });
  }
}
