/** The providers of social login, as they are called in paths, in `auth_strategy` and in the database. */
export const PROVIDERS = ['google', 'github', 'microsoft'] as const;
export type ProviderName = (typeof PROVIDERS)[number];


/** As people write them. */
export const PROVIDER_TITLES: Readonly<Record<ProviderName, string>> = { google: 'Google', github: 'GitHub', microsoft: 'Microsoft' };
