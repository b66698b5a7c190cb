/**
 * Something that comes later, without a promise, of which each costs half a microsecond with Node's hooks for the request context:
 * calls `done` once, at once or later, in the caller's request context, with what gives it or throws why there is none. `done`
 * calls that once, and throws nothing.
 */
export type Taking<T> = (done: (read: () => T) => void) => void;

/** What is there already. */
export function given<T>(value: T): Taking<T> {
  return (done) => {
    done(() => value);
  };
}

/** What will not be there. */
export function failed(fault: unknown): Taking<never> {
  return (done) => {
    done(() => {
      throw fault;
    });
  };
}

/** What `make` makes of it. */
export function mapped<T, U>(take: Taking<T>, make: (value: T) => U): Taking<U> {
  return (done) => {
    take((read) => {
      done(() => make(read()));
    });
  };
}

/** What comes after it, which `next` begins, or `otherwise` where there is none. Both may throw. */
export function followed<T, U>(take: Taking<T>, next: (value: T) => Taking<U>, otherwise: (fault: unknown) => Taking<U> = failed): Taking<U> {
  return (done) => {
    take((read) => {
      following(read, next, otherwise)(done);
    });
  };
}

function following<T, U>(read: () => T, next: (value: T) => Taking<U>, otherwise: (fault: unknown) => Taking<U>): Taking<U> {
  try {
    let value: T;
    try {
      value = read();
    } catch (fault) {
      return otherwise(fault);
    }
    return next(value);
  } catch (fault) {
    return failed(fault);
  }
}

/** What a promise brings. */
export function later<T>(begin: () => Promise<T>): Taking<T> {
  return (done) => {
    begin().then(
      (value) => {
        done(() => value);
      },
      (fault: unknown) => {
        failed(fault)(done);
      },
    );
  };
}

/** What is there already, or a promise brings. */
export function eventual<T>(value: T | Promise<T>): Taking<T> {
  return value instanceof Promise ? later(() => value) : given(value);
}

/** As a promise. */
export function settled<T>(take: Taking<T>): Promise<T> {
  return new Promise<() => T>(take).then((read) => read());
}
