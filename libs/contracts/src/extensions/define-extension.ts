import type { ErrorFactory } from '@authengine/kernel';
import type { DynamicModule, Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { ZodObject } from 'zod';
import type { AuditEvent } from '../audit/audit-event.js';
import type { LoginProvider } from '../login-providers/login-provider.js';
import type { PermissionDefinition } from '../permissions/define-permissions.js';

/** A company's own part of the service: what it brings, all under its name. */
export interface Extension {
  /** Lower-case words joined by `_`. Permissions, events and errors begin with `<name>.`. */
  readonly name: string;
  /** Its routes and services. */
  readonly module?: Type | DynamicModule;
  /** What its `definePermissions` gave. */
  readonly permissions?: Readonly<Record<string, PermissionDefinition>>;
  /** What its `defineAuditEvents` gave. */
  readonly events?: Readonly<Record<string, AuditEvent>>;
  /** What its `defineErrors` gave. */
  readonly errors?: Readonly<Record<string, ErrorFactory>>;
  /** Its variables, each of which begins with `<NAME>_`; `settings.of` gives their values. */
  readonly config?: ZodObject;
  /** Further providers that people sign in through. */
  readonly providers?: readonly LoginProvider[];
  /** Its tables: `<name>`, or `<name>_…`. */
  readonly entities?: readonly (new () => object)[];
  /** What makes its tables; each has a `down` and a name that ends in a time of 13 digits. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

const defined = new WeakSet();

/** Makes an extension of its parts. What is wrong with it is told at the start. */
export function defineExtension(extension: Extension): Extension {
  const made = Object.freeze({ ...extension });
  defined.add(made);
  return made;
}

export function isExtension(value: unknown): value is Extension {
  return typeof value === 'object' && value !== null && defined.has(value);
}
