import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { outsideCalls } from '../recorder/audited-call.js';
import { EventDeliveries } from './event-deliveries.js';
import { EventListeners } from './event-listeners.js';
import { EventRelay } from './event-relay.js';
import { happened } from './happened.js';

/** Passes recorded events to their listeners. */
@Injectable()
export class EventTelling {
  constructor(
    private readonly listeners: EventListeners,
    private readonly deliveries: EventDeliveries,
    private readonly relay: EventRelay,
    private readonly transactions: Transactions,
  ) {}

  /** Whether anybody listens, so that the entry needs a transaction. */
  concerns(entry: AuditEntry): boolean {
    return this.listeners.toldWithin(entry).length > 0 || this.listeners.toldAfter(entry).length > 0;
  }

  /**
   * Call this in the transaction of the entry.
   * @throws the error with which a listener refuses the act
   */
  async tell(entry: AuditEntry): Promise<void> {
    const after = this.listeners.toldAfter(entry);
    if (after.length > 0) {
      await this.deliveries.add(entry, after);
      await this.transactions.afterCommit(() => Promise.resolve(this.relay.kick()));
    }
    // An entry that a listener records is its own; it does not replace the handler's event.
    for (const listen of this.listeners.toldWithin(entry)) await outsideCalls(() => listen(happened(entry)));
  }
}
