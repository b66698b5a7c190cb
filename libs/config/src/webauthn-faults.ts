import { isIP } from 'node:net';
import type { Environment } from './environment.js';
import { isAndroidOrigin } from './browser-origins.js';
import { isLoopbackOrigin } from './provider-faults.js';

/**
 * Browsers make passkeys only for a page's own host or a registrable suffix of it, and only on secure pages (WebAuthn
 * level 3, section 5.1.3). Settings that they would refuse stop the start; only browsers know the list of public
 * suffixes, so that part is not checked.
 */
export function webauthnFaults(env: Environment): string[] {
  const { WEBAUTHN_RP_ID: named, APP_URL: appUrl } = env;
  // An Android application has no domain; a domain's assetlinks.json names the applications that may use its passkeys.
  const origins = env.WEBAUTHN_ORIGINS.filter((origin) => !isAndroidOrigin(origin));
  if (named === undefined && origins.length === 0) return [];
  const rpId = named ?? hostOf(appUrl ?? 'http://localhost');
  const faults: string[] = [];
  if (isIP(rpId) !== 0 || (!rpId.includes('.') && rpId !== 'localhost')) faults.push('WEBAUTHN_RP_ID must be a domain that can be registered, or localhost');
  const pages = origins.length > 0 ? origins : [appUrl ?? 'http://localhost'];
  if (!pages.every((page) => isOn(rpId, hostOf(page)))) {
    faults.push(origins.length > 0 ? 'WEBAUTHN_ORIGINS must be on WEBAUTHN_RP_ID or a sub-domain of it' : 'WEBAUTHN_RP_ID must be the host of APP_URL or a suffix of it, unless WEBAUTHN_ORIGINS is set');
  }
  const production = env.NODE_ENV === 'production';
  if (!origins.every((origin) => origin.startsWith('https:') || (!production && isLoopbackOrigin(origin)))) {
    faults.push(`WEBAUTHN_ORIGINS must be https origins${production ? '' : ' (or http://localhost in development)'}`);
  }
  return faults;
}

function hostOf(url: string): string {
  return new URL(url).hostname;
}

function isOn(rpId: string, host: string): boolean {
  return host === rpId || host.endsWith(`.${rpId}`);
}
