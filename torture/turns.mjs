// Who may ask when: everybody together, or one alone while the others wait.
import { AsyncLocalStorage } from 'node:async_hooks';

export class Turns {
  #has = new AsyncLocalStorage();
  #inWork = new Set();
  #closed;
  #lane = Promise.resolve();

  /** Waits while somebody else is alone. */
  async together(work) {
    if (this.#has.getStore()) return work();
    while (this.#closed) await this.#closed;
    const done = this.#has.run(true, work);
    this.#inWork.add(done);
    try {
      return await done;
    } finally {
      this.#inWork.delete(done);
    }
  }

  /** The others are waited for, and then wait. What is needed from them must be there before. */
  async alone(work) {
    let open;
    this.#closed = new Promise((resolve) => (open = resolve));
    try {
      await Promise.allSettled(this.#inWork);
      return await this.#has.run(true, work);
    } finally {
      this.#closed = undefined;
      open();
    }
  }

  /** One after the other: scenes that need Redis for themselves. */
  async oneByOne(work) {
    const before = this.#lane;
    const mine = before.then(work);
    this.#lane = mine.catch(() => undefined);
    return mine;
  }
}
