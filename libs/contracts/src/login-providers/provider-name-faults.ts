import type { ProviderDescription } from './login-provider.js';

const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const MAX_NAME = 30;
/** Names that no provider may have: other ways to sign in, and words of the paths. */
const TAKEN = new Set(['email_password', 'magic_link', 'webauthn', 'accounts', 'exchange', 'providers']);

/** The faults in the names of these providers, one line each. */
export function providerNameFaults(providers: readonly ProviderDescription[]): string[] {
  const names = providers.map(({ name }) => name);
  return [
    ...names.filter((name) => !NAME.test(name) || name.length > MAX_NAME).map((name) => `provider ${name} must be named in lower-case words joined by _, in ${MAX_NAME} letters or less`),
    ...names.filter((name) => TAKEN.has(name)).map((name) => `provider ${name} needs another name: that one has a meaning here`),
    ...new Set(names.filter((name, index) => names.indexOf(name) !== index).map((name) => `provider ${name} is there twice`)),
  ];
}
