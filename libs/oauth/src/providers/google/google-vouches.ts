import { canonicalEmail, isEmail } from '@authengine/kernel';

/** The domains whose mailboxes Google keeps for everybody. */
const OWN_DOMAINS = ['gmail.com', 'googlemail.com'];

/**
 * Whether Google itself keeps the mailbox, so that a verified address proves its owner now. It keeps those of its own
 * domains, and those of the account's Workspace organization (`hd`). Any other address was verified once, when the account
 * was made, and may belong to another person since.
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
