import { DomainError, type DomainErrorInit } from './domain-error.js';

export type ErrorStatus = 400 | 401 | 402 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 423 | 428 | 429 | 500 | 503;

export interface ErrorDefinition {
  readonly status: ErrorStatus;
  readonly title: string;
  readonly detail: string;
  /** Seconds after which a retry makes sense; sent as `Retry-After` with 429 and 503. */
  readonly retryAfterSeconds?: number;
}

export type ErrorOverrides = Partial<Pick<DomainErrorInit, 'detail' | 'log' | 'cause' | 'retryAfterSeconds' | 'errors'>>;

/** Makes one kind of error. It carries its catalogue entry, so that decorators can document it. */
export interface ErrorFactory<Code extends string = string> {
  (overrides?: ErrorOverrides): DomainError;
  readonly code: Code;
  readonly definition: ErrorDefinition;
}

export type ErrorCatalogue<Namespace extends string, D extends Record<string, ErrorDefinition>> = {
  readonly [K in keyof D & string]: ErrorFactory<`${Namespace}.${K}`>;
};

/** A code with two meanings; nobody could tell its errors apart. */
export class DefinedTwiceError extends Error {}

const catalogue = new Map<string, ErrorFactory>();

/**
 * Declares the errors of one feature. The keys are the wire codes after `<namespace>.`, so an unknown code does not
 * compile. A code that is declared twice is a programming error and throws.
 */
export function defineErrors<const Namespace extends string, const D extends Record<string, ErrorDefinition>>(
  namespace: Namespace,
  definitions: D,
): ErrorCatalogue<Namespace, D> {
  const factories: Record<string, ErrorFactory> = {};
  for (const [key, definition] of Object.entries(definitions)) {
    const code = `${namespace}.${key}`;
    if (catalogue.has(code)) throw new DefinedTwiceError(`error code ${code} is defined twice`);
    const make = (overrides: ErrorOverrides = {}): DomainError => new DomainError({ code, ...definition, ...overrides });
    const factory = Object.assign(make, { code, definition });
    catalogue.set(code, factory);
    factories[key] = factory;
  }
  return factories as ErrorCatalogue<Namespace, D>;
}

/** Every error declared so far, by code; the source of `docs/errors.md`. */
export function errorCatalogue(): readonly ErrorFactory[] {
  return [...catalogue.values()].sort((a, b) => a.code.localeCompare(b.code));
}
