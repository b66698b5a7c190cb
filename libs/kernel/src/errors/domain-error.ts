/** One invalid field of a request, as RFC 9457 section 3.2 allows a problem to carry. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface DomainErrorInit {
  /** Stable and documented: `auth.invalid_credentials`. */
  readonly code: string;
  /** The HTTP status this refusal has on the wire. */
  readonly status: number;
  readonly title: string;
  /** Shown to the caller: safe text, no values of others, no library's words. */
  readonly detail: string;
  /** For the log only, never on the wire. No secrets here either. */
  readonly log?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
  /** Seconds; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

/**
 * A refusal that the product foresaw. What the caller reads (`detail`), what the log keeps (`log`)
 * and what went wrong underneath (`cause`) are three fields, so that none leaks into another.
 */
export class DomainError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly log: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;
  readonly errors: readonly FieldError[] | undefined;

  constructor(init: DomainErrorInit) {
    super(init.code, { cause: init.cause });
    this.name = 'DomainError';
    this.code = init.code;
    this.status = init.status;
    this.title = init.title;
    this.detail = init.detail;
    this.log = init.log ?? {};
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.errors = init.errors;
  }
}
