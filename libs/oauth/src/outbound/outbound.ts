import { Settings } from '@authengine/config';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EnvHttpProxyAgent } from 'undici';
import { ProviderHttp } from './provider-http.js';

/** The connections to providers, through the proxy of the settings or directly. */
@Injectable()
export class Outbound implements OnModuleDestroy {
  private readonly agent: EnvHttpProxyAgent;

  constructor({ values }: Settings) {
    // An empty text keeps the agent from reading the environment by itself.
    this.agent = new EnvHttpProxyAgent({ httpProxy: values.HTTP_PROXY ?? '', httpsProxy: values.HTTPS_PROXY ?? '', noProxy: values.NO_PROXY });
  }

  /** See `ProviderHttp`. */
  conversation(patienceMs?: number): ProviderHttp {
    return new ProviderHttp(this.agent, patienceMs);
  }

  onModuleDestroy(): Promise<void> {
    return this.agent.destroy();
  }
}
