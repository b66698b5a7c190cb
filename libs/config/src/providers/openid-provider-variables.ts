import { z } from 'zod';
import { baseUrl, docs, flag, list } from '../variable-docs.js';

const section = 'Social login';
const DISCOVERY = '/.well-known/openid-configuration';
/** RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** The providers that a company adds by settings alone. */
export const openIdListVariables = {
  OIDC_PROVIDERS: list().prefault('').register(docs, { section, about: 'Comma-separated names of OpenID providers that people may sign in through, in lower case: `gitlab,okta`. Each name has the variables that follow, with its own name in place of GITLAB' }),
};

const oneLine = z.string().min(1).max(60);

/** The variables of one OpenID provider. */
export function openIdProviderVariables(name: string) {
  const of = <P extends string>(part: P) => openIdVariable(name, part);
  return {
    [of('ISSUER')]: baseUrl(['http:', 'https:']).refine((url) => !url.endsWith(DISCOVERY), `must be without ${DISCOVERY}`).optional().register(docs, { section, about: 'The address of the provider, exactly as its discovery document says (`issuer`); https in production', example: 'https://gitlab.com' }),
    [of('CLIENT_ID')]: z.string().min(1).optional().register(docs, { section, about: 'Client id of this service there. The redirect URI to register there is APP_URL with `/api/v1/auth/oauth/gitlab/callback`', example: 'client-id-from-the-provider' }),
    [of('CLIENT_SECRET')]: z.string().min(1).optional().register(docs, { section, secret: true, about: 'Client secret there', example: 'client-secret-from-the-provider' }),
    [of('NAME')]: oneLine.optional().register(docs, { section, about: 'The name that people see; unset: the name in OIDC_PROVIDERS with a capital letter', example: 'GitLab' }),
    [of('SCOPES')]: z.string().transform((text) => text.split(/[\s,]+/)).pipe(z.array(z.string().regex(SCOPE, 'must be scopes separated by spaces'))).prefault('openid profile email').register(docs, { section, about: 'What the provider is asked for, separated by spaces; `openid` is always asked for' }),
    [of('TRUST_EMAIL')]: flag().prefault('false').register(docs, { section, about: 'Whether an address that the provider calls verified (`email_verified`) is taken as proven, so that it leads to the account here with that address. Only for a provider which lets nobody else claim an address' }),
  };
}

/** `OIDC_GITLAB_ISSUER` and the like. */
export function openIdVariable(name: string, part: string): string {
  return `OIDC_${name}_${part}`.toUpperCase();
}
