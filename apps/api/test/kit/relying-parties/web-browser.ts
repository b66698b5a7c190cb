import { request, type IncomingHttpHeaders } from 'node:http';

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As a browser that opens a page. `fetch` would say that a script asks, and some servers start no sign-in for a script. */
function navigate(url: URL, { method = 'GET', headers, body }: Sent, cookie: string): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }> {
  const told = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...headers, ...(cookie === '' ? {} : { cookie }) };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: told, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', reject).on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    asked.on('error', reject).end(body);
  });
}

/** A browser without scripts, for pages of several hosts: keeps their cookies apart, follows redirects, sends forms. */
export class WebBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  async open(url: string | URL, init: Sent = {}): Promise<WebPage> {
    let [at, options] = [new URL(url), init];
    for (let hop = 0; hop < 20; hop += 1) {
      const jar = this.cookies.get(at.hostname) ?? new Map<string, string>();
      this.cookies.set(at.hostname, jar);
      const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
      const { status, headers, text } = await navigate(at, options, cookie);
      for (const line of headers['set-cookie'] ?? []) {
        const [pair = ''] = line.split(';');
        const [name, value] = [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)];
        if (value === '' || /max-age=0|expires=thu, 01.jan.1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      if (headers.location === undefined) return new WebPage(this, at, status, text);
      [at, options] = [new URL(headers.location, at), {}];
    }
    throw new Error(`redirects without end, at ${at.href}`);
  }
}

export class WebPage {
  constructor(
    private readonly browser: WebBrowser,
    readonly url: URL,
    readonly status: number,
    readonly text: string,
  ) {}

  json<T = Record<string, unknown>>(): T {
    if (!this.text.startsWith('{')) throw new Error(`${this.url.href} answered ${this.status}: ${this.text.slice(0, 500)}`);
    return JSON.parse(this.text) as T;
  }

  /** Sends the page's form with what a person filled in. */
  send(fields: Record<string, string>): Promise<WebPage> {
    const action = /<form[^>]* action="([^"]*)"/.exec(this.text)?.[1];
    if (action === undefined) throw new Error(`${this.url.href} answered ${this.status} without a form: ${this.text.slice(0, 500)}`);
    const hidden = [...this.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
    return this.browser.open(new URL(action, this.url), { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ ...(Object.fromEntries(hidden) as Record<string, string>), ...fields }).toString() });
  }
}
