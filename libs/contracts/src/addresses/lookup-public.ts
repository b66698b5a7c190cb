import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isPublicAddress } from './public-address.js';

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** The code of the error for a name that leads where it must not. */
export const PRIVATE_ADDRESS = 'EPRIVATE';

/**
 * Node's `lookup` for a connection (the `lookup` option of `net.connect`), which fails for a name with an address that is not
 * public. The connection goes to the addresses that were looked at, so the name cannot lead elsewhere a moment later (DNS
 * rebinding). A literal address is never looked up: check it before.
 */
export const lookupPublic = publicOf(lookup);

/** The same by another name service. */
export function publicOf(ask: typeof lookup): (hostname: string, options: LookupOptions, found: Found) => void {
  return (hostname, options, found) => {
    ask(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        found(error, []);
        return;
      }
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => !isPublicAddress(address))) {
        found(Object.assign(new Error('the address leads into a private network'), { code: PRIVATE_ADDRESS }), []);
        return;
      }
      if (options.all) found(null, addresses);
      else found(null, first.address, first.family);
    });
  };
}
