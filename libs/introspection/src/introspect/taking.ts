/**
 * Something that comes later, without a promise: calls `done` once, in the caller's request context, with what gives it or throws
 * why there is none.
 */
export type Taking<T> = (done: (read: () => T) => void) => void;

/** What `make` makes of it. */
export function mapped<T, U>(take: Taking<T>, make: (value: T) => U): Taking<U> {
  return (done) => {
    take((read) => {
      done(() => make(read()));
    });
  };
}

/** What is there already. */
export function given<T>(value: T): Taking<T> {
  return (done) => {
    done(() => value);
  };
}
