/** Routes whose decorators do not say, or cannot mean, whom they let in and to what. */
export class RouteAccessError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.name = 'RouteAccessError';
  }
}
