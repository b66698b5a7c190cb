import { SignIn, type FirstFactor, type SignInOutcome } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import type { ProviderName } from '../providers/provider-name.js';
import type { SocialSignIn } from './social-login.dto.js';

type Accepted = Exclude<SignInOutcome, { kind: 'refused' }>;

/** The end of a sign-in through a provider: like any other's, with its status and second factors. */
@Injectable()
export class SocialSignIns {
  constructor(private readonly signIn: SignIn) {}

  /** In a transaction. @throws OAuthErrors.not_allowed */
  async begin(factor: FirstFactor & { readonly strategy: ProviderName }): Promise<Accepted> {
    const outcome = await this.signIn.begin(factor);
    if (outcome.kind === 'refused') throw OAuthErrors.not_allowed({ log: { reason: outcome.reason } });
    return outcome;
  }

  /** After the commit. */
  async answer(outcome: Accepted, provider: ProviderName, isNewUser: boolean): Promise<SocialSignIn> {
    const answer = await this.signIn.answer(outcome);
    return 'mfa_pending_token' in answer ? answer : { ...answer, is_new_user: isNewUser, provider };
  }
}
