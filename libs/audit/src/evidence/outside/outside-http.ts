import { Settings } from '@authengine/config';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EnvHttpProxyAgent, fetch, type RequestInit, type Response } from 'undici';

const ANSWER_MS = 10_000;

/** Requests to those who keep evidence elsewhere: through the proxy of the settings, within ten seconds, and to nobody else. */
@Injectable()
export class OutsideHttp implements OnModuleDestroy {
  private readonly agent: EnvHttpProxyAgent;

  constructor(settings: Settings) {
    const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = settings.values;
    this.agent = new EnvHttpProxyAgent({ httpProxy: HTTP_PROXY ?? '', httpsProxy: HTTPS_PROXY ?? '', noProxy: NO_PROXY });
  }

  onModuleDestroy(): Promise<void> {
    return this.agent.destroy();
  }

  /** Rejects when there is no answer in time, and for a redirect: elsewhere, nobody has said that anything is kept. */
  ask(url: string, init: Pick<RequestInit, 'method' | 'headers' | 'body'>): Promise<Response> {
    return fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS), dispatcher: this.agent });
  }
}
