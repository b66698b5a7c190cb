import { Settings } from '@authengine/config';
import { ServerErrors } from '@authengine/contracts';
import { BackgroundLoop } from '@authengine/persistence';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { keySetOf, type KeySet } from './key-set.js';
import { SigningKeys } from './signing-keys.js';

const LOOK_EVERY_MS = 60_000;
/** A token can name a key that another node has just made: look for it, but not for every token of a stranger. */
const ASK_AGAIN_AFTER_MS = 2_000;

/** The signing keys in this process, read again every minute and when a token names one that is not there. */
@Injectable()
export class LiveKeys implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('LiveKeys');
  private readonly loop: BackgroundLoop;
  private readonly enabled: boolean;
  private set: KeySet | undefined;
  private askedAt = 0;

  constructor(
    private readonly keys: SigningKeys,
    settings: Settings,
  ) {
    this.enabled = settings.values.OIDC_ENABLED;
    this.loop = new BackgroundLoop(() => this.look(), {
      intervalMs: LOOK_EVERY_MS,
      onFault: (err) => {
        this.log.warn({ err }, 'the signing keys could not be read; those that are known stay in use');
      },
    });
  }

  /** @throws the fault that keeps the keys from being made or opened: without them nobody can sign in */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.enabled) return;
    await this.keys.complete();
    await this.look();
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** @throws ServerErrors.unavailable before they are read */
  get current(): KeySet {
    if (!this.set) throw ServerErrors.unavailable({ log: { reason: 'the signing keys are not read yet' } });
    return this.set;
  }

  /** The keys, after a look for one that is not among them. */
  async including(kid: string): Promise<KeySet> {
    if (this.set?.verifiers.has(kid) !== true && Date.now() - this.askedAt > ASK_AGAIN_AFTER_MS) {
      this.askedAt = Date.now();
      await this.read();
    }
    return this.current;
  }

  /** Reads the keys now. */
  async read(): Promise<void> {
    const keys = await this.keys.all();
    const set = keySetOf(keys.map((key) => ({ publicJwk: key.publicJwk, privateJwk: this.keys.open(key) })));
    if (set.version !== this.set?.version) this.set = set;
  }

  private async look(): Promise<void> {
    await this.keys.rotateWhenDue();
    await this.read();
  }
}
