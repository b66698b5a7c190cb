import { z } from 'zod';
import { docs, flag, wholeNumber } from './variable-docs.js';

const section = 'OpenID provider';

/** Signing in at the company's applications with an account here. */
export const oidcVariables = {
  OIDC_ENABLED: flag().prefault('true').register(docs, { section, about: 'Whether applications may sign people in here by OpenID Connect; with `false` its endpoints and pages are not there. Its keys are made at the first start with it' }),
  OIDC_SIGNING_ALG: z.enum(['ES256', 'RS256', 'EdDSA'], 'must be ES256, RS256 or EdDSA').default('ES256').register(docs, { section, about: 'The signature of ID tokens and of JWT access tokens. Another one than before makes new keys at the start; old ones are shown as long as what they signed lives' }),
  OIDC_KEY_ROTATION_DAYS: wholeNumber(1, 3650).prefault('90').register(docs, { section, about: 'After how many days the next signing key takes the place of the current one' }),
};
