/** A provider as it is called in paths, in `auth_strategy` and in the database: one of the installation's. */
export type ProviderName = string;

/** What the OpenAPI document says of it: no closed list, since an installation may have further providers. */
export const PROVIDER_DOC = { type: String, description: 'One of `GET /auth/oauth/providers`', example: 'github' } as const;
