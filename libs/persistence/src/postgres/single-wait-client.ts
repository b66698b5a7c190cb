import { Client, type ClientConfig } from 'pg';

/** What pg calls a statement whose answer did not come within `query_timeout`. */
const READ_TIMEOUT = 'Query read timeout';

type Ask = (...given: unknown[]) => unknown;

/**
 * A connection that is over once an answer did not come in time. pg would hand it to whoever asks next, and the
 * ROLLBACK that waits behind the statement is never sent: when the server answers after all, what others do on the
 * connection becomes part of the transaction that was given up.
 */
export class SingleWaitClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
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
