import { newOneTimeSecret } from '@authengine/crypto';
import type { Strategy } from 'passport';
import { OAuthErrors } from '../oauth.errors.js';
import type { FlowSecrets } from '../providers/provider.js';
import { runStrategy } from './run-strategy.js';
import type { FlowStep, Redeemed } from './strategy-options.js';

/** The first step of a flow: where the strategy sends the browser, with a new nonce and what `begin` made the state. */
export async function startingUrl(strategy: (step: FlowStep) => Strategy, begin: (secrets: FlowSecrets) => Promise<string>, asked: { readonly selectAccount: boolean }): Promise<string> {
  const nonce = newOneTimeSecret();
  const result = await runStrategy(strategy({ ...asked, nonce, begin: (verifier) => begin({ verifier, nonce }) }), {});
  if (result.kind !== 'redirect') throw new Error('a strategy without a code sends the browser away');
  return result.url;
}

/** The second step: what the provider hands out for the code. */
export async function redeem(strategy: Strategy, code: string): Promise<Redeemed> {
  const result = await runStrategy<Redeemed>(strategy, { code });
  if (result.kind !== 'verified') throw OAuthErrors.provider_unavailable({ log: { fault: 'no profile' } });
  return result.value;
}
