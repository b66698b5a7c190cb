import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Optional } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isSerializationFailure } from '../postgres/postgres-faults.js';
import { ReservedConnections } from '../postgres/reserved-connections.js';

/** A rehearsal that met a change of others begins again, so often. */
const REHEARSALS = 3;

interface Scope {
  readonly manager: EntityManager;
  readonly afterCommit: (() => Promise<void>)[];
}

/**
 * The transaction that the running code is in, found without passing it along: whatever uses
 * `manager` inside `run` joins it. Nested runs join the outermost one.
 */
@Injectable()
export class Transactions {
  private readonly scopes = new AsyncLocalStorage<Scope>();
  private readonly beforeCommit: (() => Promise<void>)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    @Optional() private readonly reserved?: ReservedConnections,
  ) {}

  /** The running transaction's manager; outside a transaction the plain one, or that of the reserved connections where the request has them. */
  get manager(): EntityManager {
    return this.scopes.getStore()?.manager ?? this.reserved?.manager ?? this.dataSource.manager;
  }

  get active(): boolean {
    return this.scopes.getStore() !== undefined;
  }

  /**
   * Runs `work` in a transaction (READ COMMITTED): committed when it resolves, rolled back when it
   * throws. Resolves after the `afterCommit` actions; when one of those throws, the change stands
   * and the caller gets the error.
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
   * Runs `work` as `run` would, of one moment (REPEATABLE READ), and takes everything back: what it
   * changed, its copies, mails and audit events. Resolves with what `work` saw. Whatever `work` does
   * outside of Postgres and `afterCommit` is not taken back. Begins again where another change got
   * in between. Not inside a transaction, whose end it would decide.
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

  /** To be run, and awaited, once the outermost transaction has committed; at once outside a transaction. */
  async afterCommit(action: () => Promise<void>): Promise<void> {
    const scope = this.scopes.getStore();
    if (scope) scope.afterCommit.push(action);
    else await action();
  }

  /** A hook of a module, run inside every transaction right before it commits. */
  onBeforeCommit(hook: () => Promise<void>): void {
    this.beforeCommit.push(hook);
  }
}

/** Thrown to roll a rehearsal back, with what it saw. */
class EndOfRehearsal<T> extends Error {
  seen: { readonly value: T } | undefined;
}

/** Every action gets its turn; the first error is the caller's. */
async function runAll(actions: readonly (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(actions.map((action) => action()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
