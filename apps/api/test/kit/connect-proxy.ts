import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy that tunnels (RFC 9110 section 9.3.6) and resolves every name to this machine, as one behind which names of its own stand. */
export class ConnectProxy {
  /** `host:port` of each tunnel that was asked for. */
  readonly asked: string[] = [];
  /** The name and password that it wants, where it does. */
  credentials: string | undefined;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  async start(): Promise<void> {
    this.server = createServer((_, response) => response.writeHead(405).end());
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
    this.server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
      this.tunnel(request, client, head);
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server?.close(resolve));
  }

  get address(): string {
    return `127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  private tunnel({ url = '', headers }: IncomingMessage, client: Socket, head: Buffer): void {
    this.asked.push(url);
    client.on('error', () => client.destroy());
    const wanted = this.credentials === undefined ? undefined : `Basic ${Buffer.from(this.credentials).toString('base64')}`;
    if (headers['proxy-authorization'] !== wanted) return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
    const target = connect(Number(url.split(':').pop()), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    this.sockets.add(target);
    target.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
    client.on('close', () => target.destroy());
  }
}
