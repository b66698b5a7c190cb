import { Settings } from '@authengine/config';
import { ServerErrors } from '@authengine/contracts';
import { BackgroundLoop } from '@authengine/persistence';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { keySetOf, type KeySet } from './key-set.js';
import { SigningKeys } from './signing-keys.js';

/** A key that was withdrawn counts no longer than this. */
const LOOK_EVERY_MS = 30_000;
const LOST = 'SECRET_KEY does not open the current signing key of the OpenID provider, so nobody can sign in at applications; add the former key to SECRET_KEYS_PREVIOUS, or make new keys: authengine keys rotate --now';
/** A token can name a key that another node has just made: look for it, but not for every token of a stranger. */
const ASK_AGAIN_AFTER_MS = 2_000;

/** The signing keys in this process, read again every half a minute and when a token names one that is not there. */
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

  /**
   * Keys that cannot be opened do not stop the start: what does not need them works on.
   * @throws the fault that keeps the keys from being made or read
   */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.enabled) return;
    await this.keys.complete();
    await this.look();
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** The keys, one of which can sign. @throws ServerErrors.unavailable before they are read, and while the current one cannot be opened */
  get current(): KeySet {
    if (!this.known.signs) throw ServerErrors.unavailable({ log: { reason: LOST } });
    return this.known;
  }

  private get known(): KeySet {
    if (!this.set) throw ServerErrors.unavailable({ log: { reason: 'the signing keys are not read yet' } });
    return this.set;
  }

  /** Whether what the key signed counts. */
  has(kid: string): boolean {
    return this.set?.verifiers.has(kid) === true;
  }

  /** The keys, after a look for one that is not among them. */
  async including(kid: string): Promise<KeySet> {
    if (!this.has(kid) && Date.now() - this.askedAt > ASK_AGAIN_AFTER_MS) {
      this.askedAt = Date.now();
      await this.read();
    }
    return this.known;
  }

  /** Reads the keys now. A node that could sign keeps what it has when others seal by a key that it does not know yet. */
  async read(): Promise<void> {
    const keys = await this.keys.all();
    const set = keySetOf(await Promise.all(keys.map(async (key) => ({ publicJwk: key.publicJwk, privateJwk: await this.keys.open(key) }))));
    if (!set.signs) this.log.error(LOST);
    if (set.version !== this.set?.version && (set.signs || this.set?.signs !== true)) this.set = set;
  }

  private async look(): Promise<void> {
    await this.keys.rotateWhenDue();
    await this.read();
  }
}
