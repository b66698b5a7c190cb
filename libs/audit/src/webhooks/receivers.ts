import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Settings } from '@authengine/config';
import { isPublicAddress, lookupPublic, RequestErrors } from '@authengine/contracts';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { safeText } from '../entry/safe-text.js';
import { within } from '../within.js';
import { deliveryReason, REFUSED_ADDRESS, type DeliveryReason } from './delivery-reason.js';
import { hostOf, receiverUrlFault, type ReceiverPolicy } from './receiver-url.js';

const ATTEMPT_MS = 10_000;
const CONNECT_MS = 5_000;
const LOOK_UP_MS = 2_000;
const EXCERPT_BYTES = 1_024;
const EXCERPT_MS = 1_000;

/** What an attempt came to; delivered when there is no reason. */
export interface Attempt {
  readonly reason: DeliveryReason | null;
  readonly status: number | null;
  readonly excerpt: string | null;
  readonly durationMs: number;
}

/**
 * The receivers of webhooks: hosts that a person chose, so that this service must not be led to where only it gets to. Without
 * WEBHOOKS_TO_PRIVATE_ADDRESSES, a name is looked up for each connection, and the connection goes to an address that was found
 * to be public. Redirects are not followed. Where a proxy of the settings connects, it looks names up itself: it should refuse
 * private addresses too.
 */
@Injectable()
export class Receivers implements OnModuleDestroy {
  private readonly agent: EnvHttpProxyAgent;
  private readonly policy: ReceiverPolicy;
  private readonly proxied: boolean;

  constructor({ values, production }: Settings) {
    this.policy = { production, privateAllowed: values.WEBHOOKS_TO_PRIVATE_ADDRESSES };
    this.proxied = Boolean(values.HTTPS_PROXY ?? values.HTTP_PROXY);
    this.agent = new EnvHttpProxyAgent({
      httpProxy: values.HTTP_PROXY ?? '',
      httpsProxy: values.HTTPS_PROXY ?? '',
      noProxy: values.NO_PROXY,
      connect: { timeout: CONNECT_MS, ...(this.policy.privateAllowed ? {} : { lookup: lookupPublic }) },
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.agent.destroy();
  }

  /**
   * A name that leads nowhere now is taken: deliveries look it up again.
   * @throws RequestErrors.invalid for a URL that messages must not go to
   */
  async check(url: string): Promise<void> {
    const fault = receiverUrlFault(url, this.policy) ?? (await this.isPrivate(new URL(url)) ? 'url must not lead to this machine or into a private network' : null);
    if (fault !== null) throw RequestErrors.invalid({ errors: [{ field: 'url', message: fault }] });
  }

  /** One attempt. Never rejects. */
  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Attempt> {
    const begun = performance.now();
    const ended = (reason: DeliveryReason | null, status: number | null = null, excerpt: string | null = null): Attempt => ({ reason, status, excerpt, durationMs: Math.round(performance.now() - begun) });
    try {
      if (await this.isRefusedNow(new URL(url))) return ended(REFUSED_ADDRESS);
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'User-Agent': 'authengine-webhooks', ...headers },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ATTEMPT_MS),
        dispatcher: this.agent,
      });
      return ended(reasonOf(response), response.status, await excerptOf(response));
    } catch (error) {
      return ended(deliveryReason(error));
    }
  }

  /** The settings may have changed since the URL was taken; and a literal address is never looked up. */
  private async isRefusedNow(url: URL): Promise<boolean> {
    if (receiverUrlFault(url.href, this.policy) !== null) return true;
    return this.proxied && this.isPrivate(url);
  }

  private async isPrivate(url: URL): Promise<boolean> {
    const host = hostOf(url);
    if (this.policy.privateAllowed || isIP(host) !== 0) return false;
    const found = await within(LOOK_UP_MS, lookup(host, { all: true }), () => new Error('late')).catch(() => []);
    return found.some(({ address }) => !isPublicAddress(address));
  }
}

function reasonOf({ status }: Response): DeliveryReason | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect' : 'status';
}

/** The first bytes of the answer, as far as they come soon. An answer that breaks off was an answer. */
async function excerptOf({ body }: Response): Promise<string | null> {
  if (!body) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  const end = (): void => void reader.cancel().catch(() => undefined);
  const timer = setTimeout(end, EXCERPT_MS);
  try {
    while (size < EXCERPT_BYTES) {
      const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
      if (done || !value) break;
      chunks.push(value);
      size += value.length;
    }
  } catch {
    // What came before is kept.
  } finally {
    clearTimeout(timer);
    end();
  }
  return size === 0 ? null : safeText(Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString('utf8'), EXCERPT_BYTES);
}
