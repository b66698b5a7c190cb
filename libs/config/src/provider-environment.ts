import { z } from 'zod';
import { docs, urlWith } from './variable-docs.js';

const section = 'Social login';

const clientId = (provider: string) =>
  z.string().min(1).optional().register(docs, { section, about: `Client id of this service at ${provider}; without it nobody signs in there`, example: 'client-id-from-the-provider' });
const clientSecret = (provider: string) =>
  z.string().min(1).optional().register(docs, { section, secret: true, about: `Client secret at ${provider}`, example: 'client-secret-from-the-provider' });
const endpoint = (about: string, example: string) => urlWith(['http:', 'https:']).optional().register(docs, { section, about, example });
const issuer = (about: string, example: string) => z.string().min(1).optional().register(docs, { section, about, example });

/** The providers of social login. Their endpoints can be set for GitHub Enterprise, national clouds and tests. */
export const providerVariables = {
  GOOGLE_CLIENT_ID: clientId('Google'),
  GOOGLE_CLIENT_SECRET: clientSecret('Google'),
  GOOGLE_AUTHORIZATION_URL: endpoint("Instead of Google's authorization endpoint", 'https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: endpoint("Instead of Google's token endpoint", 'https://oauth2.googleapis.com/token'),
  GOOGLE_USERINFO_URL: endpoint("Instead of Google's userinfo endpoint", 'https://openidconnect.googleapis.com/v1/userinfo'),
  GOOGLE_JWKS_URL: endpoint('Where the keys of its id_tokens are', 'https://www.googleapis.com/oauth2/v3/certs'),
  GOOGLE_ISSUER: issuer('`iss` of its id_tokens', 'https://accounts.google.com'),

  GITHUB_CLIENT_ID: clientId('GitHub'),
  GITHUB_CLIENT_SECRET: clientSecret('GitHub'),
  GITHUB_AUTHORIZATION_URL: endpoint("Instead of GitHub's authorization endpoint; its origin is the issuer of the identities", 'https://github.example.com/login/oauth/authorize'),
  GITHUB_TOKEN_URL: endpoint("Instead of GitHub's token endpoint", 'https://github.example.com/login/oauth/access_token'),
  GITHUB_USERINFO_URL: endpoint("Instead of GitHub's `GET /user`", 'https://github.example.com/api/v3/user'),
  GITHUB_EMAILS_URL: endpoint("Instead of GitHub's `GET /user/emails`", 'https://github.example.com/api/v3/user/emails'),

  MICROSOFT_CLIENT_ID: clientId('Microsoft'),
  MICROSOFT_CLIENT_SECRET: clientSecret('Microsoft'),
  MICROSOFT_AUTHORIZATION_URL: endpoint("Instead of Microsoft's authorization endpoint for every kind of account", 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize'),
  MICROSOFT_TOKEN_URL: endpoint("Instead of Microsoft's token endpoint", 'https://login.microsoftonline.com/common/oauth2/v2.0/token'),
  MICROSOFT_USERINFO_URL: endpoint('Asked for names besides the id_token, which is enough where this is unset', 'https://graph.microsoft.com/oidc/userinfo'),
  MICROSOFT_JWKS_URL: endpoint('Where the keys of its id_tokens are', 'https://login.microsoftonline.com/common/discovery/v2.0/keys'),
  MICROSOFT_ISSUER: issuer("`iss` of its id_tokens; `{tenantid}` stands for the token's own `tid`", 'https://login.microsoftonline.com/{tenantid}/v2.0'),
};
