/** An endpoint of a provider, and the documentation of the variable that changes it. */
export interface ProviderEndpoint {
  readonly about: string;
  readonly example: string;
  /** The endpoint without the variable. Absent when the sign-in knows it, or needs none. */
  readonly url?: string;
}

/** A provider of social login, for settings and lists. Its variables and their checks follow from this. */
export interface ProviderDescription {
  /** The name in paths, in `auth_strategy` and in the database: `gitlab`. Its variables begin with `GITLAB_`. */
  readonly name: string;
  /** The name as people write it: `GitLab`. */
  readonly title: string;
  /** Its endpoints by purpose: `GITLAB_AUTHORIZATION_URL` sets `authorization`. */
  readonly endpoints: Readonly<Record<string, string | ProviderEndpoint>>;
  /** For providers with id_tokens. */
  readonly issuer?: { readonly about: string; readonly example: string };
}

/**
 * A provider's profile of a person, unchecked: AuthEngine checks it and brings it into one form. A profile without a valid
 * `subject` is refused.
 */
export interface ToldIdentity {
  /** A number or visible ASCII that the provider never gives to another person. An address or a user name is none. */
  readonly subject: unknown;
  readonly email?: unknown;
  /** Exactly `true` when the provider itself verified that the address is this person's now. Otherwise a mail verifies it. */
  readonly emailProven?: unknown;
  /** The name with which the person signs in there. */
  readonly account?: unknown;
  readonly name?: unknown;
  readonly firstName?: unknown;
  readonly lastName?: unknown;
  readonly avatarUrl?: unknown;
}

/** A provider with OAuth 2.0 and PKCE (RFC 7636), and one endpoint that says who signed in. */
export interface LoginProvider extends ProviderDescription {
  readonly endpoints: { readonly authorization: string; readonly token: string; readonly userinfo: string };
  readonly scope: readonly string[];
  /** Reads the profile from the JSON of `userinfo`. */
  identity(profile: Readonly<Record<string, unknown>>): ToldIdentity;
}
