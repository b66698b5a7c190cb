import { Query, type ClientConfig } from 'pg';
import { SESSION_LIMITS } from './session-limits.js';
import { SingleWaitClient } from './single-wait-client.js';

const LIMITS = Object.entries(SESSION_LIMITS);
/** These are not queries: a query would be too early for the isolation level that follows. */
const SET_LOCAL = LIMITS.map(([name, ms]) => `SET LOCAL ${name} = ${ms}`).join('; ');
const SET_IN_QUERY = `SELECT ${LIMITS.map(([name, ms]) => `set_config('${name}', '${ms}', true)`).join(', ')}`;
const BEGIN = /^\s*(?:START\s+TRANSACTION|BEGIN)\b[^;]*$/i;

/** The used part of pg's Query; its types show only some of it. */
interface PgQuery {
  callback: (error: Error | null, result?: unknown) => void;
  prepare(connection: PgConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: PgConnection): void;
}
interface PgConnection {
  parse(message: { readonly text: string; readonly name: string; readonly types: readonly number[] }): void;
  bind(message: { readonly portal: string; readonly statement: string; readonly values: readonly unknown[] }): void;
  execute(message: { readonly portal: string; readonly rows: number }): void;
}
const ExtendedQuery = Query as unknown as new (config: { readonly text: string; readonly values: unknown; readonly queryMode: 'extended' }) => PgQuery;

/**
 * A statement with its limits in front, up to one Sync: for PostgreSQL that is one transaction, and the limits end with
 * it.
 */
class LimitedQuery extends ExtendedQuery {
  private limited = false;

  override prepare(connection: PgConnection): void {
    connection.parse({ text: SET_IN_QUERY, name: '', types: [] });
    connection.bind({ portal: '', statement: '', values: [] });
    connection.execute({ portal: '', rows: 0 });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.limited) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: PgConnection): void {
    if (this.limited) super.handleCommandComplete(message, connection);
    this.limited = true;
  }
}

type Ask = (...given: unknown[]) => unknown;

/**
 * A connection through a pooler in transaction mode, where no session keeps limits. Each transaction sets its limits in
 * the message that begins it, and each single statement brings its own. Neither costs a round trip.
 */
export class PooledClient extends SingleWaitClient {
  constructor(config?: string | ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as Ask;
    const askLimited: Ask = (...given) => {
      const [text, values, callback] = given;
      if (typeof text !== 'string') return ask(...given);
      if (BEGIN.test(text)) return ask(`${text}; ${SET_LOCAL}`, values, callback);
      if (this.getTransactionStatus() !== 'I') return ask(...given);
      return typeof values === 'function' ? this.limited(ask, text, undefined, values) : this.limited(ask, text, values, callback);
    };
    this.query = askLimited as SingleWaitClient['query'];
  }

  private limited(ask: Ask, text: string, values: unknown, callback: unknown): unknown {
    const query = new LimitedQuery({ text, values, queryMode: 'extended' });
    if (typeof callback === 'function') return ask(query, callback);
    const answer = new Promise((resolve, reject) => {
      query.callback = (error, result) => {
        if (error) reject(error);
        else resolve(result);
      };
    });
    answer.catch((error: unknown) => {
      this.giveUp(error);
    });
    ask(query);
    return answer;
  }
}
