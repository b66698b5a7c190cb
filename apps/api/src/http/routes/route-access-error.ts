/** Routes that do not say, or do not say once, whom they let in. */
export class RouteAccessError extends Error {
  constructor(faults: readonly string[]) {
    super(`${faults.join('; ')}. Each route has exactly one of @Public, @Authenticated, @RequirePermissions, @ServiceAuthenticated.`);
    this.name = 'RouteAccessError';
  }
}
