import { types } from 'node:util';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

interface PostgresError {
  readonly code?: string;
  readonly constraint?: string;
}

function postgresError(error: unknown): PostgresError | undefined {
  return error instanceof QueryFailedError ? (error.driverError as PostgresError) : undefined;
}

/** Whether `error` violates a unique constraint or index, with this name if one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const fault = postgresError(error);
  return fault?.code === '23505' && (constraint === undefined || fault.constraint === constraint);
}

/**
 * Whether `error` violates a foreign key, with this name if one is given; PostgreSQL 18 has a code of its own for
 * RESTRICT (23001).
 */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  const fault = postgresError(error);
  return (fault?.code === '23503' || fault?.code === '23001') && (constraint === undefined || fault.constraint === constraint);
}

/** Whether a REPEATABLE READ transaction met a change that was committed after it began. */
export function isSerializationFailure(error: unknown): boolean {
  return postgresError(error)?.code === '40001';
}

/** SQLSTATEs of a server that is away, full, shutting down, too slow, or was the primary until now; a retry makes sense. */
const UNAVAILABLE_STATES = /^(?:08|53|57P0|57014|40001|40P01|55P03|25P03|25P04|25006)/;
const UNAVAILABLE_SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT']);
const UNAVAILABLE_TEXT = /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Driver not Connected|not queryable/i;

/** TypeORM gives up a connection that is lost between two statements, and tells whoever goes on with the transaction no more than that. */
const GIVEN_UP = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

/** Whether `error` means that Postgres cannot be reached or cannot answer now. */
export function isPostgresUnavailable(error: unknown): boolean {
  if (!isError(error)) return false;
  if (GIVEN_UP.some((type) => error instanceof type)) return true;
  const cause = (postgresError(error) ?? error) as Error & { code?: string };
  if (cause.code !== undefined && (UNAVAILABLE_STATES.test(cause.code) || UNAVAILABLE_SOCKET.has(cause.code))) return true;
  if (error instanceof AggregateError) return error.errors.some(isPostgresUnavailable);
  return UNAVAILABLE_TEXT.test(error.message);
}

/** Also true for an error of another realm, as Node's own errors are in a VM context. */
function isError(error: unknown): error is Error {
  return types.isNativeError(error) || error instanceof Error;
}

/** 22021, 22P02 and similar: a value that Postgres cannot store. It is the caller's fault when it came from outside. */
export function isInvalidText(error: unknown): boolean {
  return ['22021', '22P02', '22P05', '22003', '22007', '22008'].includes(postgresError(error)?.code ?? '');
}

const CALLS_OF_SOCKETS = new Set(['connect', 'getaddrinfo', 'read', 'write']);

/**
 * The advice when PostgreSQL ended a start after the service had connected; undefined when the fault is in the program.
 */
export function postgresStartFault(error: unknown): string | undefined {
  const { code = '', message = '' } = (postgresError(error) ?? {}) as PostgresError & { readonly message?: string };
  if (code === '42501') return `PostgreSQL (POSTGRES_URL) does not let this role do what it needs to (${message}); make it the owner of the tables, or GRANT it all rights on them`;
  if (code === '25006') return `PostgreSQL (POSTGRES_URL) can only be read (${message}); name the primary`;
  // File errors share some of these codes.
  const { syscall } = error as NodeJS.ErrnoException;
  return (syscall === undefined || CALLS_OF_SOCKETS.has(syscall)) && isPostgresUnavailable(error) ? `PostgreSQL (POSTGRES_URL) went away while the service was starting (${(error as Error).message})` : undefined;
}
