import { Counters, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

/** Mails of one kind to one address; further mails are not sent, and the answer stays the same. */
const PER_RECIPIENT = { name: 'mail', points: 3, windowSeconds: 900 };

/** Stops people from filling another person's mailbox with our mails. */
@Injectable()
export class MailBudget {
  private readonly counter: Counter;

  constructor(counters: Counters) {
    this.counter = counters.counter(PER_RECIPIENT);
  }

  /** Whether this kind of mail may go to the canonical address once more now. */
  async allows(kind: string, address: string): Promise<boolean> {
    return (await this.counter.spend(`${kind}|${address}`)).allowed;
  }
}
