import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const QUIET_MS = 15;

/** A way to a server that a test can slow down, cut, or lead elsewhere while its clients stay connected. */
export class TcpProxy {
  /** One way. */
  delayMs = 0;
  private readonly links = new Set<{ readonly client: Socket; server: Socket }>();
  private readonly listener: Server;
  private readonly refusals = new EventEmitter();
  private isCut = false;
  private lastTraffic = 0;

  private constructor(private target: number) {
    this.listener = createServer({ allowHalfOpen: false }, (client) => this.accept(client));
  }

  static async to(port: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(port);
    proxy.listener.listen(0, '127.0.0.1');
    await once(proxy.listener, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Connections break, and new ones are refused. */
  cut(): void {
    this.isCut = true;
    for (const { client, server } of this.links) {
      client.destroy();
      server.destroy();
    }
  }

  /** Resolves once so many connections have been refused from now on. */
  async refused(count: number): Promise<void> {
    for (let seen = 0; seen < count; seen += 1) await once(this.refusals, 'one');
  }

  mend(): void {
    this.isCut = false;
  }

  /** As a balancer does that keeps its clients' connections: another server answers on them from now on. Nothing that is on its way is lost. */
  async lead(port: number): Promise<void> {
    while (Date.now() - this.lastTraffic < QUIET_MS) await delay(QUIET_MS);
    this.target = port;
    for (const link of this.links) {
      link.server.removeAllListeners('close');
      link.server.destroy();
      link.server = connect(port, '127.0.0.1');
      await once(link.server, 'connect');
      this.join(link);
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.isCut) {
      client.destroy();
      this.refusals.emit('one');
      return;
    }
    const link = { client, server: connect(this.target, '127.0.0.1') };
    this.links.add(link);
    const later = this.line();
    client.on('data', (bytes) => {
      this.lastTraffic = Date.now();
      later(() => link.server.write(bytes));
    });
    client.on('close', () => {
      this.links.delete(link);
      link.server.destroy();
    });
    this.join(link);
  }

  private join(link: { readonly client: Socket; readonly server: Socket }): void {
    const { client, server } = link;
    server.on('error', () => undefined);
    const later = this.line();
    server.on('data', (bytes) => {
      this.lastTraffic = Date.now();
      later(() => client.write(bytes));
    });
    server.on('close', () => client.destroy());
  }

  /** One direction of a link: nothing overtakes what was sent before it, whatever the delay becomes. */
  private line(): (work: () => void) => void {
    let dueMs = 0;
    return (work) => {
      const now = Date.now();
      dueMs = Math.max(dueMs, now + this.delayMs);
      if (dueMs <= now) work();
      else setTimeout(work, dueMs - now);
    };
  }
}
