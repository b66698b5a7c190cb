import type { ProviderDescription } from '@authengine/contracts';

/** The product's own providers. An endpoint without `url` here is known to the provider's strategy. */
export const GOOGLE = {
  name: 'google',
  title: 'Google',
  endpoints: {
    authorization: { about: "Instead of Google's authorization endpoint", example: 'https://accounts.google.com/o/oauth2/v2/auth' },
    token: { about: "Instead of Google's token endpoint", example: 'https://oauth2.googleapis.com/token' },
    userinfo: { about: "Instead of Google's userinfo endpoint", example: 'https://openidconnect.googleapis.com/v1/userinfo', url: 'https://openidconnect.googleapis.com/v1/userinfo' },
    jwks: { about: 'Where the keys of its id_tokens are', example: 'https://www.googleapis.com/oauth2/v3/certs', url: 'https://www.googleapis.com/oauth2/v3/certs' },
  },
  issuer: { about: '`iss` of its id_tokens', example: 'https://accounts.google.com' },
} as const satisfies ProviderDescription;

export const GITHUB = {
  name: 'github',
  title: 'GitHub',
  endpoints: {
    authorization: { about: "Instead of GitHub's authorization endpoint; its origin is the issuer of the identities", example: 'https://github.example.com/login/oauth/authorize' },
    token: { about: "Instead of GitHub's token endpoint", example: 'https://github.example.com/login/oauth/access_token' },
    userinfo: { about: "Instead of GitHub's `GET /user`", example: 'https://github.example.com/api/v3/user', url: 'https://api.github.com/user' },
    emails: { about: "Instead of GitHub's `GET /user/emails`", example: 'https://github.example.com/api/v3/user/emails', url: 'https://api.github.com/user/emails' },
  },
} as const satisfies ProviderDescription;

export const MICROSOFT = {
  name: 'microsoft',
  title: 'Microsoft',
  endpoints: {
    authorization: { about: "Instead of Microsoft's authorization endpoint for every kind of account", example: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize' },
    token: { about: "Instead of Microsoft's token endpoint", example: 'https://login.microsoftonline.com/common/oauth2/v2.0/token' },
    userinfo: { about: 'Asked for names besides the id_token, which is enough where this is unset', example: 'https://graph.microsoft.com/oidc/userinfo' },
    jwks: { about: 'Where the keys of its id_tokens are', example: 'https://login.microsoftonline.com/common/discovery/v2.0/keys', url: 'https://login.microsoftonline.com/common/discovery/v2.0/keys' },
  },
  issuer: { about: "`iss` of its id_tokens; `{tenantid}` stands for the token's own `tid`", example: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
} as const satisfies ProviderDescription;

export const BUILT_IN_PROVIDERS = [GOOGLE, GITHUB, MICROSOFT];
