import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an application behind a gateway was asked. */
export interface SeenRequest {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The application that a gateway protects: it believes what it is told, keeps it, and shows its content to whoever comes. */
export class Application {
  readonly seen: SeenRequest[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const { url = '', rawHeaders, headers } = request;
      this.seen.push({ url, headers: rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? ''] as const] : [])) });
      let bytes = 0;
      request.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ orders: [], user: headers['x-auth-user-id'] ?? '', bytes })));
    });
  }

  static async start(): Promise<Application> {
    const application = new Application();
    await new Promise<void>((resolve) => application.server.listen(0, '127.0.0.1', resolve));
    return application;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The values under which a program that reads `-` and `_` as one (CGI, WSGI, PHP) may find a header. */
export function valuesOf({ headers }: SeenRequest, name: string): string[] {
  const same = (text: string): string => text.toLowerCase().replaceAll('_', '-');
  return headers.filter(([other]) => same(other) === same(name)).map(([, value]) => value);
}

/** The paths that some reader may take a URL for: as it is; decoded; without parameters of segments; with `\` for `/`; dots and double slashes resolved. */
export function readings(url: string): string[] {
  const path = (url.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/)[0] ?? '').toLowerCase();
  const spellings = [path, path.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))].flatMap((text) => [text, text.replaceAll('\\', '/')]).flatMap((text) => [text, text.replace(/;[^/]*/g, ''), text.split('\0')[0] ?? '']);
  return [...new Set(spellings.flatMap((text) => [text, resolved(text)]))];
}

function resolved(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}
