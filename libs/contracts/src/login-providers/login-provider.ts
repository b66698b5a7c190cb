/** Where a provider is asked, and what is said of the variable that names another place. */
export interface ProviderEndpoint {
  readonly about: string;
  readonly example: string;
  /** The place where nothing is set; left out where the sign-in knows it, or does without. */
  readonly url?: string;
}

/** A provider of social login, as settings and lists know it. Its variables and all checks of them follow from this. */
export interface ProviderDescription {
  /** As it is called in paths, in `auth_strategy` and in the database: `gitlab`. Its variables begin with `GITLAB_`. */
  readonly name: string;
  /** As people write it: `GitLab`. */
  readonly title: string;
  /** By what they are for: `authorization` is set by `GITLAB_AUTHORIZATION_URL`. */
  readonly endpoints: Readonly<Record<string, string | ProviderEndpoint>>;
  /** For providers with id_tokens. */
  readonly issuer?: { readonly about: string; readonly example: string };
}

/**
 * What a provider tells of who signed in, as it tells it: AuthEngine checks it and brings it into form. Who has no
 * `subject` that can be somebody's is nobody.
 */
export interface ToldIdentity {
  /** Never given to another person; a number, or visible ASCII. An address or a user name is none. */
  readonly subject: unknown;
  readonly email?: unknown;
  /** Exactly `true` where the provider itself verified that the address is this person's now. Else it is verified by a mail. */
  readonly emailProven?: unknown;
  /** What its owner signs in with there: a user name. */
  readonly account?: unknown;
  readonly name?: unknown;
  readonly firstName?: unknown;
  readonly lastName?: unknown;
  readonly avatarUrl?: unknown;
}

/** A provider that speaks OAuth 2.0 with PKCE (RFC 7636) and tells at one endpoint who signed in. */
export interface LoginProvider extends ProviderDescription {
  readonly endpoints: { readonly authorization: string; readonly token: string; readonly userinfo: string };
  readonly scope: readonly string[];
  /** Who signed in, of the JSON that `userinfo` answers. */
  identity(profile: Readonly<Record<string, unknown>>): ToldIdentity;
}
