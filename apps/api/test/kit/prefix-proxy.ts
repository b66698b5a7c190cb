import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A reverse proxy that has other applications on its host beside this service, which is at `prefix`. Like nginx's
 * `location /auth/ { proxy_pass http://service/; }` it takes the prefix away, or leaves it as it came.
 */
export class PrefixProxy {
  strips = true;
  private target = 0;
  private readonly server: Server;

  private constructor(readonly prefix: string) {
    this.server = createServer((request, response) => {
      const { url = '/', method, headers } = request;
      if (url !== prefix && !url.startsWith(`${prefix}/`)) {
        response.writeHead(418).end('another application');
        return;
      }
      const path = this.strips ? url.slice(prefix.length) || '/' : url;
      const onward = ask({ port: this.target, host: '127.0.0.1', path, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
  }

  static async start(prefix: string): Promise<PrefixProxy> {
    const proxy = new PrefixProxy(prefix);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** Where clients find the service, and what APP_URL says. */
  get url(): string {
    return this.origin + this.prefix;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  leadTo(port: number): void {
    this.target = port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
