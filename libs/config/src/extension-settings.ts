import { providerNameFaults, type Extension } from '@authengine/contracts';
import { z } from 'zod';
import { EnvironmentSchema } from './environment.js';
import { BUILT_IN_PROVIDERS } from './providers/built-in-providers.js';
import { providerSettings, type ProviderSettings } from './providers/provider-settings.js';
import { providerVariables } from './providers/provider-variables.js';
import { docs } from './variable-docs.js';

type Given = Readonly<Record<string, string | undefined>>;

/** The values of the variables of extensions and their providers, and the faults in them. */
export interface ExtensionValues {
  readonly values: ReadonlyMap<z.ZodObject, unknown>;
  readonly providers: readonly ProviderSettings[];
  readonly faults: readonly string[];
}

/** Reads the variables of every extension. */
export function readExtensionSettings(extensions: readonly Extension[], given: Given): ExtensionValues {
  const values = new Map<z.ZodObject, unknown>();
  const faults: string[] = [];
  const read = (schema: z.ZodObject): Readonly<Record<string, unknown>> | undefined => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    faults.push(...parsed.error.issues.map(({ path, message }) => `${path[0]?.toString() ?? 'environment'} ${message}`));
    return undefined;
  };
  for (const { config } of extensions) {
    const own = config && read(config);
    if (own) values.set(config, own);
  }
  const providers = extensions.flatMap(({ providers: added = [] }) =>
    added.flatMap((provider) => {
      const own = read(z.object(providerVariables(provider)));
      return own ? [providerSettings(provider, own)] : [];
    }),
  );
  return { values, providers, faults };
}

/** All variables of an extension: those of its `config`, and those of its providers. */
export function settingsOfExtension({ config, providers = [] }: Extension): z.ZodObject {
  return z.object({ ...config?.shape, ...Object.assign({}, ...providers.map((provider) => providerVariables(provider))) as z.ZodRawShape });
}

/**
 * Faults in the declarations: variables that lack the extension's prefix, belong to somebody else, or have no
 * description.
 */
export function extensionSettingFaults(extensions: readonly Extension[]): string[] {
  const providers = extensions.flatMap((extension) => extension.providers ?? []);
  const owners = new Map(Object.keys(EnvironmentSchema.shape).map((name) => [name, 'the product']));
  return [...providerNameFaults([...BUILT_IN_PROVIDERS, ...providers]), ...firstOfEach(extensions).flatMap((extension) => settingFaults(extension, owners))];
}

/** An extension or provider that is listed twice is reported once, not for each of its variables. */
function firstOfEach(extensions: readonly Extension[]): Extension[] {
  const names = new Set<string>();
  const providers = new Set<string>(BUILT_IN_PROVIDERS.map(({ name }) => name));
  const isNew = (seen: Set<string>, { name }: { readonly name: string }): boolean => !seen.has(name) && Boolean(seen.add(name));
  return extensions.filter((extension) => isNew(names, extension)).map((extension) => ({ ...extension, providers: (extension.providers ?? []).filter((provider) => isNew(providers, provider)) }));
}

function settingFaults(extension: Extension, owners: Map<string, string>): string[] {
  const prefix = `${extension.name.toUpperCase()}_`;
  const ownNames = new Set(Object.keys(extension.config?.shape ?? {}));
  const faults: string[] = [];
  for (const [name, schema] of Object.entries<z.ZodType>(settingsOfExtension(extension).shape)) {
    const owner = owners.get(name);
    if (owner !== undefined) faults.push(`setting ${name} of extension ${extension.name} is one of ${owner}`);
    else if (ownNames.has(name) && (!name.startsWith(prefix) || name === prefix)) faults.push(`setting ${name} of extension ${extension.name} must begin with ${prefix}`);
    else if (!docs.has(schema)) faults.push(`setting ${name} of extension ${extension.name} has no description; declare it with setting()`);
    owners.set(name, `extension ${extension.name}`);
  }
  return faults;
}
