import type { Transport } from './transport.js';

/**
 * Node's own fetch, which keeps connections alive. It follows no redirect: the key would go with it, wherever that leads.
 */
export const fetchTransport: Transport = {
  async send({ method, url, headers, body, signal }) {
    const response = await fetch(url, { method, headers, redirect: 'manual', signal: signal as AbortSignal, ...(body === undefined ? {} : { body }) });
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      text: () => response.text(),
      chunks: () => (response.body ?? []) as unknown as AsyncIterable<Uint8Array>,
    };
  },
};
