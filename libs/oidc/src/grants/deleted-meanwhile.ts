import { isForeignKeyViolation } from '@authengine/persistence';

/** For a row of a user, session or application that has been deleted since somebody asked: null. Any other error is thrown. */
export function deletedMeanwhile(error: unknown): null {
  if (isForeignKeyViolation(error)) return null;
  throw error;
}
