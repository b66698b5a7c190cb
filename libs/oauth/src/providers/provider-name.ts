/** The name of a provider in paths, in `auth_strategy` and in the database. */
export type ProviderName = string;

/** Its schema in the OpenAPI document has no closed list, because an installation may have more providers. */
export const PROVIDER_DOC = { type: String, description: 'One of `GET /auth/oauth/providers`', example: 'github' } as const;
