import type { KoaContextWithOIDC, interactionPolicy as policies } from 'oidc-provider';
import type { Granting } from './granting.js';

/** The page that answers each question. */
export const PAGE_OF_PROMPT: Readonly<Record<string, string>> = { login: '/sign-in', organization: '/select-organization', consent: '/consent' };

/** When a user is asked: the library's rules, and for which organization they sign in. */
export function interactionPolicy({ interactionPolicy: { base, Check, Prompt } }: typeof import('oidc-provider'), granting: Granting): policies.DefaultPolicy {
  const policy = base();
  const isAsked = async (ctx: KoaContextWithOIDC): Promise<boolean> => (await granting.organization(ctx))?.kind === 'ask';
  const organizations = async (ctx: KoaContextWithOIDC): Promise<Record<string, unknown>> => {
    const choice = await granting.organization(ctx);
    return choice?.kind === 'ask' ? { organizations: choice.among } : {};
  };
  const organization = new Prompt({ name: 'organization', requestable: false }, new Check('organization_choice', 'the user must choose an organization', 'interaction_required', isAsked as never, organizations as never));
  policy.add(organization, 1);
  const consent = policy.get('consent');
  // The page of consent opens a grant for it.
  if (consent)
    consent.details = async (ctx) => {
      const choice = await granting.organization(ctx);
      return { organization_id: choice?.kind === 'settled' ? choice.tenantId : null };
    };
  return policy;
}
