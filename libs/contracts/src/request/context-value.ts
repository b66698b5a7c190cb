import { AsyncLocalStorage } from 'node:async_hooks';

interface Link {
  readonly of: object;
  readonly value: unknown;
  readonly outer: Link | undefined;
}

/** One for all values: Node pays for each storage at every promise. */
const links = new AsyncLocalStorage<Link | undefined>();

/** A value that the running code finds without passing it along, in everything that `work` calls and awaits. */
export class ContextValue<T> {
  get(): T | undefined {
    let link = links.getStore();
    while (link && link.of !== this) link = link.outer;
    return link?.value as T | undefined;
  }

  /** Runs functions where this is called: an event of Node's comes without the values that are here now. */
  static current(): <A>(work: (argument: A) => void, argument: A) => void {
    const link = links.getStore();
    return (work, argument) => {
      links.run(link, work, argument);
    };
  }

  run<R>(value: T, work: () => R): R {
    return links.run({ of: this, value, outer: links.getStore() }, work);
  }
}
