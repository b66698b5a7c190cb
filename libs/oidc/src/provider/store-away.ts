import { DomainError } from '@authengine/kernel';
import { isPostgresUnavailable } from '@authengine/persistence';

export const RETRY_LATER = { 'Retry-After': '5' } as const;

/** Whether a request failed because a store cannot answer now. */
export function isStoreAway(error: unknown): error is Error {
  return isPostgresUnavailable(error) || (error instanceof DomainError && error.status === 503);
}

/** What nobody inside has caught is answered by the server of the library, with the status and the headers of the error. */
export async function answeringWhatIsAway(next: () => Promise<unknown>): Promise<void> {
  try {
    await next();
  } catch (error) {
    throw isStoreAway(error) ? Object.assign(error, { status: 503, headers: RETRY_LATER }) : error;
  }
}
