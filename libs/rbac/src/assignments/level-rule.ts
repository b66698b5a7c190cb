export interface Levels {
  readonly actor: number;
  readonly role: number;
  /** The highest level that the user acted on has there; 0 without a role. */
  readonly target: number;
}

/** Whether an actor may give or take a role: only one below their own level, and only of a user below it. */
export function isBelowActor({ actor, role, target }: Levels): boolean {
  return role < actor && target < actor;
}
