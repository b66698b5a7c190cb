import type { ErrorFactory } from '@authengine/kernel';
import type { DynamicModule, Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { ZodObject } from 'zod';
import type { AuditEvent } from '../audit/audit-event.js';
import type { LoginProvider } from '../login-providers/login-provider.js';
import type { PermissionDefinition } from '../permissions/define-permissions.js';

/** A company's own part of the service. All its parts begin with its name. */
export interface Extension {
  /** Lower-case words joined by `_`. Permissions, events and errors begin with `<name>.`. */
  readonly name: string;
  /** Its routes and services. */
  readonly module?: Type | DynamicModule;
  /** The results of its `definePermissions`. */
  readonly permissions?: Readonly<Record<string, PermissionDefinition>>;
  /** The results of its `defineAuditEvents`. */
  readonly events?: Readonly<Record<string, AuditEvent>>;
  /** The results of its `defineErrors`. */
  readonly errors?: Readonly<Record<string, ErrorFactory>>;
  /** Its variables. Each begins with `<NAME>_`, and `settings.of` gives its value. */
  readonly config?: ZodObject;
  /** More providers for signing in. */
  readonly providers?: readonly LoginProvider[];
  /** Its tables: `<name>`, or `<name>_…`. */
  readonly entities?: readonly (new () => object)[];
  /** The migrations of its tables. Each has a `down`, and a name that ends in a time of 13 digits. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

const defined = new WeakSet();

/** Makes an extension of its parts. Its faults are reported at the start. */
export function defineExtension(extension: Extension): Extension {
  const made = Object.freeze({ ...extension });
  defined.add(made);
  return made;
}

export function isExtension(value: unknown): value is Extension {
  return typeof value === 'object' && value !== null && defined.has(value);
}
