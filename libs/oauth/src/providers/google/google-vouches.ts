import { canonicalEmail, isEmail } from '@authengine/kernel';

/** Whose mailboxes Google keeps for everybody. */
const OWN_DOMAINS = ['gmail.com', 'googlemail.com'];

/**
 * Whether Google's word that an address is verified proves whose it is now: where Google itself keeps
 * the mailbox. That is so for its own domains, and for the domain of the Workspace organization `hd` that the
 * account belongs to. Any other address was verified once, when the account was made, and may have
 * changed hands since.
 */
export function googleVouchesFor(address: string, hd: unknown): boolean {
  const domain = domainOf(address);
  if (hd === undefined) return OWN_DOMAINS.includes(domain);
  const hosted = typeof hd === 'string' ? `x@${hd}` : null;
  return isEmail(hosted) && domainOf(canonicalEmail(hosted)) === domain;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
