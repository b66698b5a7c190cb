import { isIP } from 'node:net';
import { isPublicAddress } from '@authengine/contracts';

export interface ReceiverPolicy {
  readonly production: boolean;
  /** Private networks and this machine may be receivers: never in production. */
  readonly privateAllowed: boolean;
}

export const MAX_URL_LENGTH = 2_048;
/** Names that never leave this machine (RFC 6761 section 6.3) or its network. */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|localdomain|home\.arpa|intranet)$/;

/** What is wrong with a URL that messages are to go to, for its owner to read; null when nothing is. Names are looked up later. */
export function receiverUrlFault(text: string, { production, privateAllowed }: ReceiverPolicy): string | null {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return 'url must be an https URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && (production || url.protocol !== 'http:')) return 'url must be an https URL';
  if (url.username !== '' || url.password !== '') return 'url must have no user and password';
  if (url.hash !== '') return 'url must have no fragment';
  if (privateAllowed) return null;
  const host = hostOf(url);
  if (isIP(host) === 0 ? LOCAL_NAME.test(host) : !isPublicAddress(host)) return 'url must not lead to this machine or into a private network';
  return null;
}

/** The host without brackets and without the dot at the end. An address is in its one form: `new URL` reads 0x7f.1 too. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
