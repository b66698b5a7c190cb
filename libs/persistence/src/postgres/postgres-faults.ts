import { types } from 'node:util';
import { QueryFailedError } from 'typeorm';

interface PostgresError {
  readonly code?: string;
  readonly constraint?: string;
}

function postgresError(error: unknown): PostgresError | undefined {
  return error instanceof QueryFailedError ? (error.driverError as PostgresError) : undefined;
}

/** Whether `error` is the violation of a unique constraint or index, of this name when one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const fault = postgresError(error);
  return fault?.code === '23505' && (constraint === undefined || fault.constraint === constraint);
}

/** Whether `error` is the violation of a foreign key, of this name when one is given; PostgreSQL 18 tells a RESTRICT apart (23001). */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  const fault = postgresError(error);
  return (fault?.code === '23503' || fault?.code === '23001') && (constraint === undefined || fault.constraint === constraint);
}

/** Whether a REPEATABLE READ transaction met a change that was committed after it had begun. */
export function isSerializationFailure(error: unknown): boolean {
  return postgresError(error)?.code === '40001';
}

/** SQLSTATE classes of a server that is away, full, shutting down, or took too long; a retry makes sense. */
const UNAVAILABLE_STATES = /^(?:08|53|57P0|57014|40001|40P01|55P03|25P03)/;
const UNAVAILABLE_SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT']);
const UNAVAILABLE_TEXT = /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Driver not Connected|not queryable/i;

/** Whether `error` says that Postgres cannot be reached or cannot answer now. */
export function isPostgresUnavailable(error: unknown): boolean {
  if (!isError(error)) return false;
  const cause = (postgresError(error) ?? error) as Error & { code?: string };
  if (cause.code !== undefined && (UNAVAILABLE_STATES.test(cause.code) || UNAVAILABLE_SOCKET.has(cause.code))) return true;
  if (error instanceof AggregateError) return error.errors.some(isPostgresUnavailable);
  return UNAVAILABLE_TEXT.test(error.message);
}

/** Also one of another realm, as Node's own errors are to code that runs in a VM context. */
function isError(error: unknown): error is Error {
  return types.isNativeError(error) || error instanceof Error;
}

/** 22021 and 22P02 and their like: a value that Postgres cannot take. The caller's fault where it came from outside. */
export function isInvalidText(error: unknown): boolean {
  return ['22021', '22P02', '22P05', '22003', '22007', '22008'].includes(postgresError(error)?.code ?? '');
}

const CALLS_OF_SOCKETS = new Set(['connect', 'getaddrinfo', 'read', 'write']);

/** What to tell of a start that PostgreSQL ended after it had let the service in; undefined when the fault is the program's. */
export function postgresStartFault(error: unknown): string | undefined {
  const { code = '', message = '' } = (postgresError(error) ?? {}) as PostgresError & { readonly message?: string };
  if (code === '42501') return `PostgreSQL (POSTGRES_URL) does not let this role do what it needs to (${message}); make it the owner of the tables, or GRANT it all rights on them`;
  if (code === '25006') return `PostgreSQL (POSTGRES_URL) can only be read (${message}); name the primary`;
  // Files have some of the same codes.
  const { syscall } = error as NodeJS.ErrnoException;
  return (syscall === undefined || CALLS_OF_SOCKETS.has(syscall)) && isPostgresUnavailable(error) ? `PostgreSQL (POSTGRES_URL) went away while the service was starting (${(error as Error).message})` : undefined;
}
