export interface Levels {
  readonly actor: number;
  readonly role: number;
  /** The highest level that the other user has there; 0 without a role. */
  readonly target: number;
}

/** Whether an actor may give or take a role: the role and the other user must both be below the actor's own level. */
export function isBelowActor({ actor, role, target }: Levels): boolean {
  return role < actor && target < actor;
}
