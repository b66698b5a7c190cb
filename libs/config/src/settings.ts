import { resolve } from 'node:path';
import { extensionFaults, type Extension } from '@authengine/contracts';
import { canonicalEmail } from '@authengine/kernel';
import type { z } from 'zod';
import { auditFaults } from './audit-environment.js';
import { ConfigurationError } from './configuration-error.js';
import { developmentSecrets } from './development-secrets.js';
import { EnvironmentSchema, type Environment } from './environment.js';
import { extensionSettingFaults, readExtensionSettings, settingsOfExtension } from './extension-settings.js';
import { keysAsWritten, type KeysAsWritten } from './keys-as-written.js';
import { mailFaults } from './mail-faults.js';
import { productionFaults } from './production-faults.js';
import { providerFaults, redirectFaults } from './provider-faults.js';
import { BUILT_IN_PROVIDERS } from './providers/built-in-providers.js';
import { readOpenIdProviders, type TakenNames } from './providers/openid-providers.js';
import { providerSettings, type ProviderSettings } from './providers/provider-settings.js';
import { withProxyNames } from './proxy-environment.js';
import { webauthnFaults } from './webauthn-faults.js';

type Resolved = 'SECRET_KEY' | 'JWT_SECRET_KEY' | 'SUPERADMIN_PASSWORD' | 'APP_URL';

/**
 * The service's settings: the parsed environment, completed with generated values in development. Injected by class.
 */
export type SettingsValues = Omit<Environment, Resolved> & Required<Pick<Environment, Resolved>>;

export abstract class Settings {
  abstract readonly values: Readonly<SettingsValues>;
  /** Whether PostgreSQL is embedded; then no other process uses the data. */
  abstract readonly embeddedPostgres: boolean;
  abstract readonly production: boolean;
  /**
   * The path of the service on APP_URL's host: empty, or like `/auth`. A proxy may remove it before it passes a request
   * on.
   */
  abstract readonly publicPath: string;
  /** Keys with white space at their ends, from when that was part of a key; they count beside the previous keys. */
  abstract readonly keysAsWritten: Readonly<Record<'SECRET_KEY' | 'JWT_SECRET_KEY', KeysAsWritten>>;
  /** The company's extensions; every part of the service reads this list. */
  abstract readonly extensions: readonly Extension[];
  /** The providers of the product and of its extensions, configured or not, and those of OIDC_PROVIDERS. */
  abstract readonly providers: readonly ProviderSettings[];
  /**
   * The values of an extension's own variables.
   * @throws Error when the schema is not the `config` of a listed extension
   */
  abstract readonly of: <S extends z.ZodObject>(schema: S) => z.output<S>;
}

/**
 * Reads and checks the environment, for an installation with these extensions.
 * @throws ConfigurationError naming every faulty variable and extension
 */
export function loadSettings(env: Readonly<Record<string, string | undefined>>, extensions: readonly Extension[] = []): Settings {
  const given = withProxyNames(withoutWhiteSpace(env));
  const ofExtensions = readExtensionSettings(extensions, given);
  const openId = readOpenIdProviders(given, namesTaken(extensions));
  const environment = checked(given, [...extensionFaults(extensions), ...extensionSettingFaults(extensions), ...ofExtensions.faults, ...openId.faults], ofExtensions.providers);
  const production = environment.NODE_ENV === 'production';

  const dataDir = resolve(environment.AUTHENGINE_DATA_DIR);
  const missing = !environment.SECRET_KEY || !environment.JWT_SECRET_KEY || !environment.SUPERADMIN_PASSWORD;
  const made = !production && missing ? developmentSecrets(dataDir) : undefined;
  const values: SettingsValues = {
    ...environment,
    AUTHENGINE_DATA_DIR: dataDir,
    SUPERADMIN_EMAIL: canonicalEmail(environment.SUPERADMIN_EMAIL),
    APP_URL: withoutSlashes(environment.APP_URL ?? `http://localhost:${environment.PORT}`),
    SECRET_KEY: environment.SECRET_KEY ?? made?.secretKey ?? '',
    JWT_SECRET_KEY: environment.JWT_SECRET_KEY ?? made?.jwtSecretKey ?? '',
    SUPERADMIN_PASSWORD: environment.SUPERADMIN_PASSWORD ?? made?.superadminPassword ?? '',
  };
  return Object.freeze({
    values: Object.freeze(values),
    embeddedPostgres: values.POSTGRES_URL === undefined,
    production,
    publicPath: withoutSlashes(new URL(values.APP_URL).pathname),
    keysAsWritten: keysAsWritten(env),
    extensions,
    providers: [...builtInProviders(environment), ...ofExtensions.providers, ...openId.providers],
    of: <S extends z.ZodObject>(schema: S): z.output<S> => {
      if (!ofExtensions.values.has(schema)) throw new Error('these are not the settings of a listed extension');
      return ofExtensions.values.get(schema) as z.output<S>;
    },
  });
}

/** A secret from `echo` or a file ends in a newline that nobody intends. An empty value is no value. */
function withoutWhiteSpace(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])));
}

/** Removes slashes at the end, because every path begins with one. */
function withoutSlashes(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end -= 1;
  return url.slice(0, end);
}

/** A fault in one variable, or in an extension, does not hide the faults of the others. */
function checked(given: Readonly<Record<string, string | undefined>>, ofExtensions: readonly string[], added: readonly ProviderSettings[]): Environment {
  const parsed = EnvironmentSchema.safeParse(given);
  if (parsed.success) {
    const faults = [...ofExtensions, ...relationFaults(parsed.data, added)];
    if (faults.length > 0) throw new ConfigurationError(faults);
    return parsed.data;
  }
  const issues = parsed.error.issues.map((issue) => [issue.path[0]?.toString() ?? 'environment', issue.message] as const);
  const faulty = new Set(issues.map(([name]) => name));
  const sound = EnvironmentSchema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.has(name))));
  const others = relationFaults(sound, added).filter((fault) => !fault.split(/\W+/).some((word) => faulty.has(word)));
  throw new ConfigurationError([...ofExtensions, ...issues.map((issue) => issue.join(' ')), ...others]);
}

/** Faults that only several variables show together. */
function relationFaults(environment: Environment, added: readonly ProviderSettings[]): string[] {
  const production = environment.NODE_ENV === 'production';
  const ofProviders = providerFaults([...builtInProviders(environment), ...added], production);
  return [...portFaults(environment), ...workerFaults(environment), ...mailFaults(environment), ...ofProviders, ...redirectFaults(environment), ...webauthnFaults(environment), ...auditFaults(environment, production), ...(production ? productionFaults(environment) : [])];
}

function builtInProviders(environment: Environment): ProviderSettings[] {
  return BUILT_IN_PROVIDERS.map((description) => providerSettings(description, environment));
}

/** The names that a provider of OIDC_PROVIDERS cannot have, and the variables that are none of its. */
function namesTaken(extensions: readonly Extension[]): TakenNames {
  const providers = [...BUILT_IN_PROVIDERS, ...extensions.flatMap((extension) => extension.providers ?? [])].map(({ name }) => name);
  const schemas = [EnvironmentSchema, ...extensions.map(settingsOfExtension)];
  return { providers, variables: new Set(schemas.flatMap(({ shape }) => Object.keys(shape))) };
}

function portFaults({ PORT, MANAGEMENT_PORT }: Environment): string[] {
  return MANAGEMENT_PORT !== undefined && MANAGEMENT_PORT === PORT ? ['MANAGEMENT_PORT must be another port than PORT'] : [];
}

function workerFaults({ WEB_CONCURRENCY, POSTGRES_URL }: Environment): string[] {
  return WEB_CONCURRENCY > 1 && POSTGRES_URL === undefined ? ['WEB_CONCURRENCY above 1 needs POSTGRES_URL: the embedded PostgreSQL serves one process'] : [];
}
