import type { Settings } from '@authengine/config';
import { redirectUriFault } from '../applications/redirect-uri-rule.js';

/**
 * Where the demo is, and where its answers return to; null where there is none: in production, without the OpenID
 * provider, and at an APP_URL that no application could return to.
 */
export function demoUrl({ production, values }: Settings): string | null {
  const url = `${values.APP_URL}/demo`;
  return !production && values.OIDC_ENABLED && redirectUriFault(url, 'spa') === null ? url : null;
}
