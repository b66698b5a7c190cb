import type { EventSchemas } from './event-schema-page.js';

interface Message {
  readonly properties?: { readonly version?: { readonly enum?: readonly number[] }; readonly data?: { readonly allOf?: readonly { readonly properties?: { readonly metadata?: { readonly properties?: Readonly<Record<string, unknown>> } } }[] } };
}

/**
 * What receivers rely on and the code would break: an event that is gone while the catalogue's version stays, a field that
 * is gone or is something else while its event's version stays.
 */
export function brokenPromises(published: EventSchemas, now: EventSchemas): string[] {
  return Object.entries(published.$defs).flatMap(([name, before]) => {
    const after = now.$defs[name];
    if (after === undefined) return now.version > published.version ? [] : [`the event ${name} is gone: raise EVENT_CATALOGUE_VERSION`];
    if (versionOf(after) > versionOf(before)) return [];
    const [had, has] = [fieldsOf(before), fieldsOf(after)];
    return Object.keys(had).flatMap((field) => (isSame(had[field], has[field]) ? [] : [`${name}: ${field} is gone or is something else: raise the event's version`]));
  });
}

function versionOf(schema: unknown): number {
  return (schema as Message).properties?.version?.enum?.[0] ?? 1;
}

function fieldsOf(schema: unknown): Readonly<Record<string, unknown>> {
  return (schema as Message).properties?.data?.allOf?.[1]?.properties?.metadata?.properties ?? {};
}

function isSame(one: unknown, other: unknown): boolean {
  const without = (schema: unknown): string => JSON.stringify(schema, (key, value: unknown) => (key === 'description' ? undefined : value));
  return without(one) === without(other);
}
