import { AuditTrail, type AuthStrategy } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { AskingBrowsers, OneTimeTokens, SignIn, type SignInOutcome } from '@authengine/identity';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { type LoginDto, type RefreshTransport, Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { CodeChecks, type CodeCheck } from '../codes/code-checks.js';
import { MfaErrors } from '../mfa.errors.js';
import { Passkeys } from '../passkeys/passkeys.js';
import { passkeyKind, type PasskeyKind } from '../passkeys/sign-in/passkey-kind.js';
import { PasskeyProofs, type NoPasskeyProof, type PasskeyProof } from '../passkeys/sign-in/passkey-proofs.js';
import { ChallengeErrors } from './challenge.errors.js';
import { ChallengeEvents } from './challenge.events.js';
import { CHALLENGE_ATTEMPTS, MFA_CHALLENGE, type ChallengePayload } from './challenges.js';

/** The given second factor. */
export type GivenFactor = { readonly code: string } | { readonly credential: AuthenticationResponseJSON };

/** The result of one try at the second factor. */
type Check = CodeCheck | { readonly kind: 'right'; readonly method: 'webauthn'; readonly passkey: PasskeyKind } | { readonly kind: 'passkey_refused' };

interface Attempt {
  readonly token: string;
  readonly given: { readonly code: string } | PasskeyProof | NoPasskeyProof;
  readonly userId: UserId;
  readonly strategy: AuthStrategy;
  readonly tenantId: TenantId | null;
  readonly refreshTransport: RefreshTransport;
}

type Begun = Extract<SignInOutcome, { kind: 'session' }> & {
  /** The secret for the browser's cookie: see `AskingBrowsers`. */
  readonly asking: string | null;
  /** The passkey that was the second factor; null for a code. */
  readonly passkey: PasskeyKind | null;
};

type Completion = Begun | { readonly kind: 'refused'; readonly reason: string; readonly retryAfterSeconds?: number };

/**
 * Completes a sign-in that a challenge interrupted: with the right factor it leads to the same session as without a
 * challenge.
 */
@Injectable()
export class ChallengeCompletion {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly codes: CodeChecks,
    private readonly passkeys: Passkeys,
    private readonly proofs: PasskeyProofs,
    private readonly askingBrowsers: AskingBrowsers,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws ChallengeErrors.second_factor_invalid, the same for an unknown or used challenge, a wrong code and an
   * invalid passkey
   * @throws MfaErrors.too_many_attempts, even with the right code
   * @throws AuthenticationErrors.origin_not_allowed where the page may not have the cookie that is wanted
   */
  async complete(token: string, evidence: GivenFactor, wanted?: RefreshTransport | null): Promise<{ readonly login: LoginDto; readonly asking: string | null }> {
    const begun = await this.begun(token, evidence, wanted);
    return { login: (await this.signIn.answer(begun)) as LoginDto, asking: begun.asking };
  }

  /**
   * The session itself, for a page that hands out no tokens.
   * @throws as `complete`
   */
  async begun(token: string, evidence: GivenFactor, wanted?: RefreshTransport | null): Promise<Begun> {
    // Counted in a statement of its own, so that no later failure gives the try back.
    const challenge = await this.tokens.attempt(MFA_CHALLENGE, token, CHALLENGE_ATTEMPTS);
    if (!challenge?.userId) return this.refuseUnknown();
    const { userId } = challenge;
    const { strategy, tenant_id: tenantId = null, refresh_transport: wantedBefore = 'body' } = challenge.payload as ChallengePayload;
    const refreshTransport = wanted ?? wantedBefore;
    this.sessions.demandPage(refreshTransport);
    const given = 'code' in evidence ? evidence : await this.proofs.read(evidence.credential);
    const completion = await this.transactions.run(() => this.begin({ token, given, userId, strategy, tenantId, refreshTransport }));
    if (completion.kind === 'refused') throw refusal(completion.retryAfterSeconds);
    return completion;
  }

  private async begin(attempt: Attempt): Promise<Completion> {
    const { token, userId, strategy, tenantId, refreshTransport } = attempt;
    const outcome = await this.signIn.begin({ userId, strategy, tenantId, refreshTransport, complete: true, evidence: (user) => this.prove(user, attempt) });
    const check = outcome.kind === 'challenge' ? undefined : outcome.evidence?.check;
    if (outcome.kind === 'session' && check?.kind === 'right') {
      const metadata = { auth_strategy: strategy, method: check.method, session_id: outcome.session.id };
      await this.trail.record(ChallengeEvents.completed, { actorId: userId, targetUserId: userId, resourceId: outcome.session.id, metadata });
      await this.askingBrowsers.goOn(userId, token, { session: outcome.session.id });
      return { ...outcome, asking: outcome.user.email === null ? await this.askingBrowsers.issue(outcome.session) : null, passkey: 'passkey' in check ? check.passkey : null };
    }
    const reason = check?.kind ?? (outcome.kind === 'refused' ? outcome.reason : outcome.kind);
    await this.trail.record(ChallengeEvents.failed, { actorId: null, targetUserId: userId, status: 'failure', metadata: { auth_strategy: strategy, reason } });
    return { kind: 'refused', reason, ...(check?.kind === 'exhausted' ? { retryAfterSeconds: check.retryAfterSeconds } : {}) };
  }

  /**
   * Runs with the user's row locked. When the challenge was used or voided meanwhile, everything is rolled back, so a
   * right code is not used up.
   */
  private async prove(user: User, { token, given }: Attempt): Promise<{ holds: boolean; check: Check }> {
    const check = 'code' in given ? await this.codes.check(user, given.code) : await this.checkPasskey(user, given);
    if (check.kind !== 'right') return { holds: false, check };
    if ((await this.tokens.claim(MFA_CHALLENGE, token)) === null) throw ChallengeErrors.second_factor_invalid({ log: { reason: 'challenge_gone' } });
    return { holds: true, check };
  }

  /** No guess is counted, because nobody can guess a signature. Another user's passkey does not count for this user. */
  private async checkPasskey(user: User, given: PasskeyProof | NoPasskeyProof): Promise<Check> {
    if ('reason' in given || given.passkey.userId !== user.id) return { kind: 'passkey_refused' };
    const used = await this.passkeys.use(given.passkey.id, given.use);
    if (used === 'count_not_risen') await this.proofs.suspectCopy(given);
    return used === 'used' ? { kind: 'right', method: 'webauthn', passkey: passkeyKind(given.passkey) } : { kind: 'passkey_refused' };
  }

  private async refuseUnknown(): Promise<never> {
    await this.trail.record(ChallengeEvents.failed, { actorId: null, status: 'failure', metadata: { reason: 'no_challenge' } });
    throw ChallengeErrors.second_factor_invalid();
  }
}

function refusal(retryAfterSeconds: number | undefined): Error {
  return retryAfterSeconds === undefined ? ChallengeErrors.second_factor_invalid() : MfaErrors.too_many_attempts({ retryAfterSeconds });
}
