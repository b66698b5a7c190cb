import { AuditTrail } from '@authengine/contracts';
import { AskingBrowsers, type MfaChallengeDto, OneTimeTokens, SignIn, SignInEvents, type SignInOutcome } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import type { LoginDto, RefreshTransport } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { CHALLENGE_SECONDS, challengeBytes, WEBAUTHN_AUTHENTICATION } from '../ceremony/challenges.js';
import { namedUser } from '../ceremony/named-user.js';
import { RelyingParty } from '../ceremony/relying-party.js';
import { webauthnServer } from '../ceremony/webauthn-library.js';
import { PasskeyErrors } from '../passkey.errors.js';
import { Passkeys } from '../passkeys.js';
import { passkeyKind, type PasskeyKind } from './passkey-kind.js';
import { PasskeyProofs, type NoPasskeyProof, type PasskeyProof } from './passkey-proofs.js';

/**
 * Sign-in by a passkey (WebAuthn level 3, section 7.2): the device that a person has, and the person whom it verified.
 */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly proofs: PasskeyProofs,
    private readonly tokens: OneTimeTokens,
    private readonly party: RelyingParty,
    private readonly signIn: SignIn,
    private readonly askingBrowsers: AskingBrowsers,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * For `navigator.credentials.get()`. It names no credential and looks up no user, so it reveals nothing about anyone
   * (section 14.6.2). With an address, only a passkey of the user with that address can finish the ceremony.
   */
  async begin(address?: string | null): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const token = await this.tokens.issue({ purpose: WEBAUTHN_AUTHENTICATION, ttlSeconds: CHALLENGE_SECONDS, payload: (challenge) => namedUser(challenge, address) });
    const { generateAuthenticationOptions } = await webauthnServer();
    return generateAuthenticationOptions({
      rpID: this.party.id,
      challenge: challengeBytes(token),
      timeout: CHALLENGE_SECONDS * 1000,
      userVerification: 'required',
      allowCredentials: [],
    });
  }

  /**
   * The challenge is used up, whatever the result.
   * @throws PasskeyErrors.not_accepted, the same for every fault
   * @throws AuthenticationErrors.origin_not_allowed where the page may not have the cookie that it wants
   */
  async complete(response: AuthenticationResponseJSON, refreshTransport?: RefreshTransport | null): Promise<{ readonly login: LoginDto | MfaChallengeDto; readonly asking: string | null }> {
    const { outcome, asking } = await this.begun(response, refreshTransport);
    return { login: await this.signIn.answer(outcome), asking };
  }

  /**
   * The session itself, for a page that hands out no tokens.
   * @throws as `complete`
   */
  async begun(response: AuthenticationResponseJSON, refreshTransport?: RefreshTransport | null): Promise<{ readonly outcome: Exclude<SignInOutcome, { kind: 'refused' }>; readonly asking: string | null; readonly passkey: PasskeyKind }> {
    const proof = await this.proofs.read(response);
    if ('reason' in proof) return this.refuse(proof);
    const { outcome, asking } = await this.transactions.run(async () => {
      const entered = await this.enter(proof, refreshTransport);
      const keeps = entered.kind === 'session' && entered.user.email === null;
      return { outcome: entered, asking: keeps ? await this.askingBrowsers.issue(entered.session) : null };
    });
    if (outcome.kind === 'refused') throw PasskeyErrors.not_accepted();
    return { outcome, asking, passkey: passkeyKind(proof.passkey) };
  }

  /** A refusal is recorded together with what the transaction keeps. */
  private async enter(proof: PasskeyProof, refreshTransport: RefreshTransport | null | undefined): Promise<SignInOutcome> {
    const { passkey, use } = proof;
    const outcome = await this.signIn.begin({
      userId: passkey.userId,
      strategy: 'webauthn',
      refreshTransport,
      complete: true,
      evidence: async () => {
        const used = await this.passkeys.use(passkey.id, use);
        return { holds: used === 'used', used };
      },
    });
    if (outcome.kind !== 'refused') return outcome;
    const { reason, evidence } = outcome;
    if (evidence?.used === 'count_not_risen') await this.proofs.suspectCopy(proof);
    await this.recordFailure(evidence?.used ?? reason, passkey.userId);
    return outcome;
  }

  private async refuse({ reason, passkey, cause }: NoPasskeyProof): Promise<never> {
    await this.recordFailure(reason, passkey?.userId);
    throw PasskeyErrors.not_accepted({ log: { reason }, cause });
  }

  private async recordFailure(reason: string, userId?: UserId): Promise<void> {
    await this.trail.record(SignInEvents.failed, { actorId: null, targetUserId: userId, status: 'failure', metadata: { auth_strategy: 'webauthn', reason } });
  }
}
