import { DatabaseError, type Pool } from 'pg';
import { type DataSource, QueryFailedError } from 'typeorm';
import { SingleWaitClient } from './single-wait-client.js';

/** A statement whose text never changes, under a name that no other has. */
export interface PreparedStatement {
  readonly name: string;
  readonly sql: string;
}

/** "does not exist" and "exists already": a pooler that nobody has noticed gave the name to another session. */
const NAME_OF_ANOTHER_SESSION = new Set(['26000', '42P05']);

/**
 * Statements that run so often that to plan them costs more than to run them: PostgreSQL plans each once for a
 * connection. Outside of transactions, and past TypeORM's query runner. Where a session is not the connection's own
 * (behind a pooler, or the embedded Postgres) nothing is kept under a name.
 */
export class PreparedStatements {
  private named: boolean;

  constructor(private readonly dataSource: DataSource) {
    const { extra } = dataSource.options as { readonly extra?: { readonly Client?: unknown } };
    this.named = extra?.Client === SingleWaitClient;
  }

  /** @throws as TypeORM does */
  async run<Row>(statement: PreparedStatement, values: readonly unknown[]): Promise<Row[]> {
    this.dataSource.logger.logQuery(statement.sql, [...values]);
    try {
      return await this.ask<Row>(statement, values);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      // It was refused before it ran.
      if (!this.named || !NAME_OF_ANOTHER_SESSION.has(error.code ?? '')) throw new QueryFailedError(statement.sql, [...values], error);
      this.named = false;
      return this.run(statement, values);
    }
  }

  private async ask<Row>({ name, sql: text }: PreparedStatement, values: readonly unknown[]): Promise<Row[]> {
    const { master: pool } = this.dataSource.driver as unknown as { readonly master: Pool };
    const { rows } = this.named ? await pool.query({ name, text, values: [...values] }) : await pool.query(text, [...values]);
    return rows as Row[];
  }
}
