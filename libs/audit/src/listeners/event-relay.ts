import { BackgroundLoop } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditErasures } from '../erasure/audit-erasures.js';
import { withoutPerson } from '../erasure/without-person.js';
import { within } from '../within.js';
import { EventDeliveries, type Delivery } from './event-deliveries.js';
import { EventListeners } from './event-listeners.js';
import { happened } from './happened.js';

const POLL_MS = 1_000;
const AT_ONCE = 4;
const TIME_OF_A_LISTENER_MS = 30_000;
const STOP_MS = 5_000;

/** Delivers committed events to listeners. A slow listener delays only its own subject. */
@Injectable()
export class EventRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('EventRelay');
  private readonly loop = new BackgroundLoop(() => this.begin(), { intervalMs: POLL_MS, onFault: (error) => { this.log.warn({ err: error }, 'events wait for their listeners'); } });
  private readonly underWay = new Set<Promise<void>>();
  private claimed = 0;

  constructor(
    private readonly deliveries: EventDeliveries,
    private readonly listeners: EventListeners,
    private readonly erasures: AuditErasures,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const forOthers = await this.deliveries.ofOthers(this.listeners.names());
    if (forOthers > 0) this.log.warn(`${forOthers} events wait for listeners that are not here`);
    if (this.listeners.names().length > 0) this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await within(STOP_MS, Promise.allSettled(this.underWay), () => new Error('late')).catch(() => undefined);
  }

  /** Call this when something was committed. */
  kick(): void {
    this.loop.kick();
  }

  /** Resolves when every due event has been delivered or has failed. */
  async settle(): Promise<void> {
    let before: number;
    do {
      before = this.claimed;
      await Promise.allSettled(this.underWay);
      await this.loop.settle();
    } while (this.claimed > before || this.underWay.size > 0);
  }

  private async begin(): Promise<void> {
    const names = this.listeners.names();
    while (this.underWay.size < AT_ONCE) {
      const delivery = await this.deliveries.claim(names);
      if (!delivery) return;
      this.claimed += 1;
      const telling: Promise<void> = this.tell(delivery).catch((error: unknown) => { this.log.warn({ err: error, listener: delivery.listener }, 'what became of an event is not noted; it is told again'); }).finally(() => {
        this.underWay.delete(telling);
        this.loop.kick();
      });
      this.underWay.add(telling);
    }
  }

  private async tell(delivery: Delivery): Promise<void> {
    const listen = this.listeners.find(delivery.listener);
    if (!listen) return;
    try {
      const event = happened(await this.withoutErased(delivery.entry));
      await within(TIME_OF_A_LISTENER_MS, listen(event), () => new Error(`not done within ${TIME_OF_A_LISTENER_MS} ms`));
    } catch (error) {
      if ((delivery.attempts & (delivery.attempts - 1)) === 0) this.log.warn({ err: error, listener: delivery.listener, event: delivery.entry.action, attempts: delivery.attempts }, 'a listener failed and is told again');
      return this.deliveries.failed(delivery);
    }
    await this.deliveries.done(delivery);
  }

  private async withoutErased(entry: AuditEntry): Promise<AuditEntry> {
    const personal = await this.erasures.personalFields();
    return (await this.erasures.concerning([entry])).reduce((left, erasure) => withoutPerson(left, erasure, personal), entry);
  }
}
