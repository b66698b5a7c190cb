import { Counters, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

/** Mails of one kind to one address; more are left out, and the answer stays the same. */
const PER_RECIPIENT = { name: 'mail', points: 3, windowSeconds: 900 };

/** Keeps anyone from filling another person's mailbox through us. */
@Injectable()
export class MailBudget {
  private readonly counter: Counter;

  constructor(counters: Counters) {
    this.counter = counters.counter(PER_RECIPIENT);
  }

  /** Whether one more mail of this kind may go to the canonical address now. */
  async allows(kind: string, address: string): Promise<boolean> {
    return (await this.counter.spend(`${kind}|${address}`)).allowed;
  }
}
