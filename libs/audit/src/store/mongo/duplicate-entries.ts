const DUPLICATE_KEY = 11_000;

interface BulkWriteFault {
  readonly writeErrors?: unknown;
  readonly result?: { getWriteConcernError?: () => unknown };
}

/**
 * Whether an unordered bulk insert failed only for documents that exist already: a relay sent them before and could not
 * take them out of the outbox.
 */
export function areAllPresentAlready(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { writeErrors, result } = error as BulkWriteFault;
  // The driver gives a list, a single error, or nothing besides the error itself.
  const listed = [writeErrors ?? []].flat();
  const faults: unknown[] = listed.length > 0 ? listed : [error];
  const durable = !result?.getWriteConcernError?.();
  return durable && faults.every((fault) => (fault as { code?: unknown }).code === DUPLICATE_KEY);
}
