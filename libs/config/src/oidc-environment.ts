import { z } from 'zod';
import { docs, flag, wholeNumber } from './variable-docs.js';

const section = 'OpenID provider';

/** Signing in at the company's applications with an account here. */
export const oidcVariables = {
  OIDC_ENABLED: flag().prefault('true').register(docs, { section, about: 'Whether applications may sign people in here by OpenID Connect; with `false` its endpoints and pages are not there. Its keys are made at the first start with it' }),
  OIDC_SIGNING_ALG: z.enum(['ES256', 'RS256', 'EdDSA'], 'must be ES256, RS256 or EdDSA').default('ES256').register(docs, { section, about: 'The signature of ID tokens and of JWT access tokens. Another one than before makes new keys at the start; old ones are shown as long as what they signed lives' }),
  OIDC_KEY_ROTATION_DAYS: wholeNumber(1, 3650).prefault('90').register(docs, { section, about: 'After how many days the next signing key takes the place of the current one' }),
  OIDC_RATE_LIMIT_PER_MINUTE: wholeNumber(1, 1_000_000).prefault('600').register(docs, { section, about: 'Requests of one client address per minute to the authorization, pushed-request, device and token endpoints and to the forms of pages that take no password, all together. What an application has proven to be its own request counts for the application instead' }),
  OIDC_APPLICATION_RATE_LIMIT_PER_MINUTE: wholeNumber(1, 10_000_000).prefault('6000').register(docs, { section, about: 'Requests per minute of one application to the pushed-request, device and token endpoints, by its secret or key' }),
};
