import type { Extension } from '@authengine/contracts';
import type { z } from 'zod';
import { EnvironmentSchema } from './environment.js';
import { docs } from './variable-docs.js';

/** What the environment says for the schemas of extensions, and what is wrong with it. */
export interface ExtensionValues {
  readonly values: ReadonlyMap<z.ZodObject, unknown>;
  readonly faults: readonly string[];
}

/** Reads the variables of every extension. */
export function readExtensionSettings(extensions: readonly Extension[], given: Readonly<Record<string, string | undefined>>): ExtensionValues {
  const values = new Map<z.ZodObject, unknown>();
  const faults: string[] = [];
  for (const { config } of extensions) {
    if (!config) continue;
    const parsed = config.safeParse(given);
    if (parsed.success) values.set(config, parsed.data);
    else faults.push(...parsed.error.issues.map(({ path, message }) => `${path[0]?.toString() ?? 'environment'} ${message}`));
  }
  return { values, faults };
}

/** What is wrong with how the variables are declared: names that are not the extension's, that somebody else has, or that nobody describes. */
export function extensionSettingFaults(extensions: readonly Extension[]): string[] {
  const owners = new Map(Object.keys(EnvironmentSchema.shape).map((name) => [name, 'the product']));
  const faults: string[] = [];
  for (const { name: extension, config } of extensions) {
    const prefix = `${extension.toUpperCase()}_`;
    for (const [name, schema] of Object.entries<z.ZodType>(config?.shape ?? {})) {
      const owner = owners.get(name);
      if (owner !== undefined) faults.push(`setting ${name} of extension ${extension} is one of ${owner}`);
      else if (!name.startsWith(prefix) || name === prefix) faults.push(`setting ${name} of extension ${extension} must begin with ${prefix}`);
      else if (!docs.has(schema)) faults.push(`setting ${name} of extension ${extension} has no description; declare it with setting()`);
      owners.set(name, `extension ${extension}`);
    }
  }
  return faults;
}
