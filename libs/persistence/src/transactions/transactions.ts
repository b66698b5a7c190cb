import { ContextValue } from '@authengine/contracts';
import { Injectable, Optional } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isSerializationFailure } from '../postgres/postgres-faults.js';
import { type PreparedStatement, PreparedStatements } from '../postgres/prepared-statements.js';
import { ReservedConnections } from '../postgres/reserved-connections.js';

/** How often a rehearsal starts again after it met another change. */
const REHEARSALS = 3;

interface Scope {
  readonly manager: EntityManager;
  readonly afterCommit: (() => Promise<void>)[];
}

/**
 * The transaction of the running code, found without passing it along: all code that uses `manager` inside `run` joins
 * it. Nested runs join the outermost one.
 */
@Injectable()
export class Transactions {
  private readonly scopes = new ContextValue<Scope>();
  private readonly beforeCommit: (() => Promise<void>)[] = [];
  private readonly statements: PreparedStatements;

  constructor(
    private readonly dataSource: DataSource,
    @Optional() private readonly reserved?: ReservedConnections,
  ) {
    this.statements = new PreparedStatements(dataSource);
  }

  /**
   * The running transaction's manager. Outside a transaction, the plain manager, or the one of the reserved connections
   * for a request that has them.
   */
  get manager(): EntityManager {
    return this.scopes.get()?.manager ?? this.reserved?.manager ?? this.dataSource.manager;
  }

  get active(): boolean {
    return this.scopes.get() !== undefined;
  }

  /** One statement on its own, which PostgreSQL has planned before. Inside a transaction it is a part of that as any other. */
  prepared<Row>(statement: PreparedStatement, values: readonly unknown[]): Promise<Row[]> {
    const own = this.scopes.get()?.manager ?? this.reserved?.manager;
    return own ? own.query<Row[]>(statement.sql, [...values]) : this.statements.run<Row>(statement, values);
  }

  /**
   * Runs `work` in a transaction (READ COMMITTED): commits when it resolves, rolls back when it throws. Resolves after
   * the `afterCommit` actions. When one of them throws, the change stays committed and the caller gets the error.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.active) return work();
    const afterCommit: Scope['afterCommit'] = [];
    const result = await this.dataSource.transaction((manager) =>
      this.scopes.run({ manager, afterCommit }, async () => {
        const value = await work();
        for (const hook of this.beforeCommit) await hook();
        return value;
      }),
    );
    await runAll(afterCommit);
    return result;
  }

  /**
   * Runs `work` as `run` would, on one snapshot (REPEATABLE READ), and takes back its changes, cache entries, mails and audit
   * events. Resolves with the result of `work`. Effects outside of Postgres and `afterCommit` are not taken back. It
   * starts again when another change came in between. Do not call it inside a transaction: it would decide that one's
   * end.
   */
  async rehearse<T>(work: () => Promise<T>): Promise<T> {
    if (this.active) throw new Error('a rehearsal needs a transaction of its own');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.rehearseOnce(work);
      } catch (error) {
        if (attempt === REHEARSALS || !isSerializationFailure(error)) throw error;
      }
    }
  }

  private async rehearseOnce<T>(work: () => Promise<T>): Promise<T> {
    const end = new EndOfRehearsal<T>();
    try {
      return await this.dataSource.transaction('REPEATABLE READ', (manager) =>
        this.scopes.run({ manager, afterCommit: [] }, async () => {
          end.seen = { value: await work() };
          throw end;
        }),
      );
    } catch (error) {
      if (error === end && end.seen) return end.seen.value;
      throw error;
    }
  }

  /** Runs and awaits `action` once the outermost transaction has committed; at once outside a transaction. */
  async afterCommit(action: () => Promise<void>): Promise<void> {
    const scope = this.scopes.get();
    if (scope) scope.afterCommit.push(action);
    else await action();
  }

  /** Registers a module's hook, which runs in every transaction right before its commit. */
  onBeforeCommit(hook: () => Promise<void>): void {
    this.beforeCommit.push(hook);
  }
}

/** Thrown to roll a rehearsal back; carries its result. */
class EndOfRehearsal<T> extends Error {
  seen: { readonly value: T } | undefined;
}

/** Every action runs; the caller gets the first error. */
async function runAll(actions: readonly (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(actions.map((action) => action()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
