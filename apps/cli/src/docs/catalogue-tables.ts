import type { VariableDescription } from '@authengine/config';
import type { AuditEvent, PermissionDefinition } from '@authengine/contracts';
import type { ErrorFactory } from '@authengine/kernel';
import { table } from './markdown-table.js';

export function errorTable(errors: readonly ErrorFactory[]): string {
  const rows = errors.map(({ code, definition }) => [
    `\`${code}\``,
    String(definition.status),
    definition.title,
    definition.detail,
    definition.retryAfterSeconds === undefined ? '' : `${definition.retryAfterSeconds} s`,
  ]);
  return table(['Code', 'Status', 'Title', 'Detail', 'Retry-After'], rows);
}

export function permissionTable(permissions: readonly PermissionDefinition[]): string {
  const rows = permissions.map(({ name, scope, description, heldBy }) => [`\`${name}\``, scope.toLowerCase(), description, heldBy.join(', ')]);
  return table(['Permission', 'Scope', 'Lets its holder', 'Held by'], rows);
}

export function eventTable(events: readonly AuditEvent[]): string {
  const rows = events.map(({ name, version = 1, resource, description, metadata, personal, predecessor }) => [
    `\`${name}\``,
    String(version),
    resource,
    description,
    metadata.map((field) => `\`${field}\`${personal?.includes(field) ? '\\*' : ''}`).join(', '),
    predecessor === undefined ? '' : `\`${predecessor}\``,
  ]);
  return table(['Event', 'Version', 'Resource', 'Meaning', 'Metadata', "Predecessor's name"], rows);
}

export function variableTable(variables: readonly VariableDescription[]): string {
  const rows = variables.map(({ name, defaultValue, about, secret }) => [`\`${name}\``, defaultValue === undefined ? '' : `\`${defaultValue}\``, secret ? `${about} (secret)` : about]);
  return table(['Variable', 'Default', 'Meaning'], rows);
}
