/** Schemes of the web and of programs have no dot; a private one is a reversed domain name of its owner (RFC 8252 section 7.1). */
const PRIVATE_SCHEME = /^[a-z][a-z\d-]*(?:\.[a-z\d-]+)+:\/{1,2}[\x21\x24-\x5b\x5d-\x7e]*$/;
/** Without a port: any one fits (RFC 8252 section 7.3). `localhost` is a name, which may lead elsewhere (section 8.3). */
const LOOPBACK_ADDRESSES = ['http://127.0.0.1', 'http://[::1]'];

/** Whether an entry of REDIRECT_ALLOWLIST is the private scheme URI of a native application. */
export function isPrivateRedirect(entry: string): boolean {
  return PRIVATE_SCHEME.test(entry);
}

/** Whether an entry of REDIRECT_ALLOWLIST is a loopback address, where a native application listens on any port. */
export function isLoopbackRedirect(entry: string): boolean {
  return LOOPBACK_ADDRESSES.includes(entry);
}

/** Whether the entry is a native application's. */
export function isNativeRedirect(entry: string): boolean {
  return isPrivateRedirect(entry) || isLoopbackRedirect(entry);
}
