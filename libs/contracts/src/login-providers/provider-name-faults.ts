import type { ProviderDescription } from './login-provider.js';

const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const MAX_NAME = 30;
/** Ways to sign in that are no providers, and words of the paths in which providers are named. */
const TAKEN = new Set(['email_password', 'magic_link', 'webauthn', 'accounts', 'exchange', 'providers']);

/** What is wrong with the names of these providers, a line each. */
export function providerNameFaults(providers: readonly ProviderDescription[]): string[] {
  const names = providers.map(({ name }) => name);
  return [
    ...names.filter((name) => !NAME.test(name) || name.length > MAX_NAME).map((name) => `provider ${name} must be named in lower-case words joined by _, in ${MAX_NAME} letters or less`),
    ...names.filter((name) => TAKEN.has(name)).map((name) => `provider ${name} needs another name: that one has a meaning here`),
    ...new Set(names.filter((name, index) => names.indexOf(name) !== index).map((name) => `provider ${name} is there twice`)),
  ];
}
