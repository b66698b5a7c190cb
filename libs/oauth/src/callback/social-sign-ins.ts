import { SignIn, type FirstFactor, type SignInOutcome } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import type { ProviderName } from '../providers/provider-name.js';
import type { SocialSignIn } from './social-login.dto.js';

type Accepted = Exclude<SignInOutcome, { kind: 'refused' }>;

/** Ends a sign-in through a provider like any other: it checks the account's status and demands a second factor. */
@Injectable()
export class SocialSignIns {
  constructor(private readonly signIn: SignIn) {}

  /** Call this in a transaction. @throws OAuthErrors.not_allowed */
  async begin(factor: FirstFactor & { readonly strategy: ProviderName }): Promise<Accepted> {
    const outcome = await this.signIn.begin(factor);
    if (outcome.kind === 'refused') throw OAuthErrors.not_allowed({ log: { reason: outcome.reason } });
    return outcome;
  }

  /** Call this after the commit. */
  async answer(outcome: Accepted, provider: ProviderName, isNewUser: boolean): Promise<SocialSignIn> {
    const answer = await this.signIn.answer(outcome);
    return 'mfa_pending_token' in answer ? answer : { ...answer, is_new_user: isNewUser, provider };
  }
}
