import { isEmail } from '@authengine/kernel';
import { VariableFault } from './variable-docs.js';

const PROTOCOLS = new Set(['mailto:', 'https:', 'tel:']);

/**
 * The URI of a `Contact` field (RFC 9116 section 2.5.3); an address alone is meant as `mailto:`.
 * @throws VariableFault
 */
export function readSecurityContact(text: string): string {
  if (isEmail(text)) return `mailto:${text}`;
  if (/^[!-~]+$/.test(text) && URL.canParse(text) && PROTOCOLS.has(new URL(text).protocol)) return text;
  throw new VariableFault('must be an e-mail address, or a URL with mailto:, https: or tel:');
}
