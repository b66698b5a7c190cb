import { createServer, type Server } from 'node:https';
import { request as ask } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { ServerCertificate } from '@authengine/testing';

/** What others know as `https://auth.example.com`: TLS in front of AuthEngine. It keeps what was asked, and can go away or fall silent. */
export class Door {
  /** Method and URL of every request. */
  readonly asked: string[] = [];
  silent = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private target = 0;

  private constructor(certificate: ServerCertificate) {
    this.server = createServer(certificate, (request, response) => {
      const { url = '/', method, rawHeaders } = request;
      this.asked.push(`${method} ${url}`);
      if (this.silent) return;
      const onward = ask({ host: '127.0.0.1', port: this.target, path: url, method, headers: rawHeaders as never, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket.once('close', () => this.sockets.delete(socket))));
  }

  static async open(certificate: ServerCertificate): Promise<Door> {
    const door = new Door(certificate);
    await door.listen(0);
    return door;
  }

  /** By name, since not every client looks for an address in a certificate. */
  get url(): string {
    return `https://localhost:${this.port}`;
  }

  leadTo(port: number): void {
    this.target = port;
  }

  /** Does `work` while nobody is behind this address. */
  async whileClosed<T>(work: () => Promise<T>): Promise<T> {
    const { port } = this;
    await this.close();
    try {
      return await work();
    } finally {
      await this.listen(port);
    }
  }

  async whileSilent<T>(work: () => Promise<T>): Promise<T> {
    this.silent = true;
    try {
      return await work();
    } finally {
      this.silent = false;
      this.sockets.forEach((socket) => socket.destroy());
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.sockets.forEach((socket) => socket.destroy());
    await closed;
  }

  private port = 0;

  private async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }
}

/** Whether something accepts connections there. */
export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
