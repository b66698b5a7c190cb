import { Client, type ClientConfig } from 'pg';

/** pg's message when a statement was not answered within `query_timeout`. */
const READ_TIMEOUT = 'Query read timeout';

type Ask = (...given: unknown[]) => unknown;

/**
 * A connection that closes when an answer did not come in time. pg would give it to the next caller while the ROLLBACK
 * behind the statement was never sent. If the server answered after all, the next caller's statements would become part
 * of the abandoned transaction.
 *
 * Its loss ends no process either: the pool takes its listener away before the caller has one. PostgreSQL, when it is
 * stopped, may say so right behind the end of its greeting, and an `error` that nobody listens to stops Node.
 */
export class SingleWaitClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    // Whoever asks next is told: the connection cannot be queried any more.
    this.on('error', () => undefined);
    const ask = this.query.bind(this) as Ask;
    const askOnce: Ask = (...given) => {
      const answer = ask(...given);
      if (answer instanceof Promise) answer.catch((error: unknown) => { this.giveUp(error); });
      return answer;
    };
    this.query = askOnce as Client['query'];
  }

  protected giveUp(error: unknown): void {
    if (!(error instanceof Error) || error.message !== READ_TIMEOUT) return;
    const { connection } = this as unknown as { readonly connection: { readonly stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
