/** One invalid field of a request; RFC 9457 section 3.2 lets a problem carry it. */
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
  /** Shown to the caller: safe text, without other people's values and without a library's message. */
  readonly detail: string;
  /** For the log only, never on the wire. It holds no secrets either. */
  readonly log?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
  /** Seconds; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

/**
 * A refusal that the product foresaw. The caller reads `detail`, the log keeps `log`, and `cause` is the error
 * underneath: three fields, so that none leaks into another.
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
