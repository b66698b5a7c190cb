import type { interactionPolicy as policies } from 'oidc-provider';

/** When a user is asked. The library's rules hold; the pages that there are answer `login` and `consent`. */
export function interactionPolicy(library: typeof import('oidc-provider')): policies.DefaultPolicy {
  return library.interactionPolicy.base();
}
