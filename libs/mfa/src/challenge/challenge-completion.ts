import { AuditTrail, type AuthStrategy } from '@authengine/contracts';
import { OneTimeTokens, SignIn, type LoginDto, type SignInOutcome, type User } from '@authengine/identity';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { SecondFactorCheck, type CodeCheck } from '../codes/second-factor-check.js';
import { SecondFactorErrors } from '../codes/second-factor.errors.js';
import { ChallengeErrors } from './challenge.errors.js';
import { ChallengeEvents } from './challenge.events.js';
import { CHALLENGE_ATTEMPTS, MFA_CHALLENGE, type ChallengePayload } from './mfa-challenge.js';

interface Attempt {
  readonly token: string;
  readonly code: string;
  readonly userId: UserId;
  readonly strategy: AuthStrategy;
  readonly tenantId: TenantId | null;
}

type Completion = Extract<SignInOutcome, { kind: 'session' }> | { readonly kind: 'refused'; readonly reason: string; readonly retryAfterSeconds?: number };

/** Ends a sign-in that a challenge interrupted: the same session as without one, once its code is right. */
@Injectable()
export class ChallengeCompletion {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly signIn: SignIn,
    private readonly codes: SecondFactorCheck,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws ChallengeErrors.second_factor_invalid, the same for a challenge that is none (any more) and a wrong code
   * @throws SecondFactorErrors.too_many_attempts, code right or wrong
   */
  async complete(token: string, code: string): Promise<LoginDto> {
    // Counted in a statement of its own, so that no failure after it gives the try back.
    const challenge = await this.tokens.attempt(MFA_CHALLENGE, token, CHALLENGE_ATTEMPTS);
    if (!challenge?.userId) return this.refuseUnknown();
    const { userId } = challenge;
    const { strategy, tenant_id: tenantId = null } = challenge.payload as ChallengePayload;
    const completion = await this.transactions.run(() => this.begin({ token, code, userId, strategy, tenantId }));
    if (completion.kind === 'refused') throw refusal(completion.retryAfterSeconds);
    return this.signIn.answer(completion) as Promise<LoginDto>;
  }

  private async begin(attempt: Attempt): Promise<Completion> {
    const { userId, strategy, tenantId } = attempt;
    const checks: CodeCheck[] = [];
    const outcome = await this.signIn.begin({ userId, strategy, tenantId, complete: true, stillHolds: (user) => this.prove(user, attempt, checks) });
    const check = checks[0];
    if (outcome.kind === 'session' && check?.kind === 'right') {
      const metadata = { auth_strategy: strategy, method: check.method, session_id: outcome.session.id };
      await this.trail.record(ChallengeEvents.completed, { actorId: userId, targetUserId: userId, resourceId: outcome.session.id, metadata });
      return outcome;
    }
    const reason = check?.kind ?? (outcome.kind === 'refused' ? outcome.reason : outcome.kind);
    await this.trail.record(ChallengeEvents.failed, { actorId: null, targetUserId: userId, status: 'failure', metadata: { auth_strategy: strategy, reason } });
    return { kind: 'refused', reason, ...(check?.kind === 'exhausted' ? { retryAfterSeconds: check.retryAfterSeconds } : {}) };
  }

  /** With the user's row held. A code that is right for a challenge taken or voided meanwhile is not used up: all is rolled back. */
  private async prove(user: User, { token, code }: Attempt, checks: CodeCheck[]): Promise<boolean> {
    const check = await this.codes.check(user, code);
    checks.push(check);
    if (check.kind !== 'right') return false;
    if ((await this.tokens.claim(MFA_CHALLENGE, token)) === null) throw ChallengeErrors.second_factor_invalid({ log: { reason: 'challenge_gone' } });
    return true;
  }

  private async refuseUnknown(): Promise<never> {
    await this.trail.record(ChallengeEvents.failed, { actorId: null, status: 'failure', metadata: { reason: 'no_challenge' } });
    throw ChallengeErrors.second_factor_invalid();
  }
}

function refusal(retryAfterSeconds: number | undefined): Error {
  return retryAfterSeconds === undefined ? ChallengeErrors.second_factor_invalid() : SecondFactorErrors.too_many_attempts({ retryAfterSeconds });
}
