// A browser without scripts: it keeps cookies, follows redirects on the service and sends forms, at one node.
export class Browser {
  #cookies = new Map();

  constructor(history, node) {
    Object.assign(this, { history, node });
  }

  /** Where it ends: a page here, or an address elsewhere. Undefined where no answer came, or one that helps nobody on. */
  async open(url, options = {}, method = 'GET') {
    let at = new URL(url, 'http://auth.test');
    for (let hop = 0; hop < 12; hop += 1) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await this.history.ask(this.node, method, at.pathname + at.search, { ...options, headers: { accept: 'text/html', ...options.headers, ...(cookie ? { cookie } : {}) } });
      if (!answer || answer.status >= 400) return undefined;
      for (const line of answer.headers['set-cookie'] ?? []) {
        const [, name, value] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
        if (value === '') this.#cookies.delete(name);
        else this.#cookies.set(name, value);
      }
      if (answer.headers.location === undefined) return { url: at, html: String(answer.body), body: answer.body };
      at = new URL(answer.headers.location, at);
      if (at.host !== 'auth.test') return { url: at, html: '' };
      [options, method] = [{}, 'GET'];
    }
    return undefined;
  }

  /** Sends the page's form with what a person filled in. */
  async send(page, fields) {
    const action = /<form[^>]* action="([^"]*)"/.exec(page?.html ?? '')?.[1];
    if (action === undefined) return undefined;
    const hidden = Object.fromEntries([...page.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    return this.open(new URL(action, page.url), { form: { ...hidden, ...fields } }, 'POST');
  }
}
