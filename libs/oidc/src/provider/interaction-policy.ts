import type { KoaContextWithOIDC, interactionPolicy as policies } from 'oidc-provider';
import type { Granting } from './granting.js';
import type { StepUp } from './step-up.js';

/** The page that answers each question. */
export const PAGE_OF_PROMPT: Readonly<Record<string, string>> = { create: '/sign-up', login: '/sign-in', select_account: '/select-account', organization: '/select-organization', consent: '/consent' };

/** The values of `prompt` that are honoured. */
export const PROMPTS = ['none', 'login', 'consent', 'select_account', 'create'] as const;

interface Rules {
  readonly granting: Granting;
  readonly stepUp: StepUp;
}

/** When a user is asked, and in which order: the library's rules, and those of this service. */
export function interactionPolicy({ interactionPolicy: { base, Check, Prompt } }: typeof import('oidc-provider'), { granting, stepUp }: Rules): policies.DefaultPolicy {
  const policy = base();
  const check = (reason: string, description: string, error: string, asks: (ctx: KoaContextWithOIDC) => boolean | Promise<boolean>, details?: (ctx: KoaContextWithOIDC) => Promise<Record<string, unknown>>) =>
    new Check(reason, description, error, asks, details);

  const login = policy.get('login');
  // Somebody who was deleted or suspended since the session was read has none either.
  const session = login?.checks.get('no_session');
  if (session) session.check = (ctx) => ctx.oidc.account === undefined;
  login?.checks.add(check('acr_values', 'a second factor is asked for', 'login_required', (ctx) => stepUp.isNeeded(ctx)));
  login?.checks.add(check('another_account', 'the user wants another account', 'login_required', (ctx) => wantsAnother(ctx) && ctx.oidc.result?.login === undefined));

  const account = new Prompt({ name: 'select_account', requestable: true });
  // Whoever has just signed in has chosen.
  const asked = account.checks.get('select_account_prompt');
  if (asked) asked.check = (ctx) => ctx.oidc.session?.accountId !== undefined && ctx.oidc.prompts.has('select_account') && ctx.oidc.result?.['select_account'] === undefined && ctx.oidc.result?.login === undefined;

  const organization = new Prompt(
    { name: 'organization', requestable: false },
    check(
      'organization_choice',
      'the user must choose an organization',
      'interaction_required',
      async (ctx) => (await granting.organization(ctx))?.kind === 'ask',
      async (ctx) => {
        const choice = await granting.organization(ctx);
        return choice?.kind === 'ask' ? { organizations: choice.among } : {};
      },
    ),
  );

  policy.add(organization, 1);
  // Before `login`: its answer may be that the user signs in to another account. Without a session there is nothing to choose.
  policy.add(account, 0);
  policy.add(new Prompt({ name: 'create', requestable: true }), 0);
  const consent = policy.get('consent');
  // The page of consent opens a grant for it.
  if (consent)
    consent.details = async (ctx) => {
      const choice = await granting.organization(ctx);
      return { organization_id: choice?.kind === 'settled' ? choice.tenantId : null };
    };
  return policy;
}

function wantsAnother({ oidc: { result } }: KoaContextWithOIDC): boolean {
  return (result?.['select_account'] as { readonly another?: boolean } | undefined)?.another === true;
}
