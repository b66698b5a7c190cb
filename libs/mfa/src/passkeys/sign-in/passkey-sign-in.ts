import { AuditTrail } from '@authengine/contracts';
import { OneTimeTokens, SignIn, SignInEvents, type LoginDto, type MfaChallengeDto, type SignInOutcome } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { CHALLENGE_SECONDS, challengeBytes, WEBAUTHN_AUTHENTICATION } from '../ceremony/challenges.js';
import { readClientData } from '../ceremony/client-data.js';
import { RelyingParty } from '../ceremony/relying-party.js';
import { verifyAssertion } from '../ceremony/verify-assertion.js';
import { webauthnServer } from '../ceremony/webauthn-library.js';
import type { Passkey } from '../passkey.entity.js';
import { PasskeyErrors } from '../passkey.errors.js';
import { PasskeyEvents } from '../passkey.events.js';
import { Passkeys, type Use } from '../passkeys.js';

/** Signing in by a passkey (WebAuthn level 3, section 7.2): what one has, and what the authenticator verified. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly tokens: OneTimeTokens,
    private readonly party: RelyingParty,
    private readonly signIn: SignIn,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** For `navigator.credentials.get()`. Names no credential, so it tells nothing about anyone (section 14.6.2). */
  async begin(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const token = await this.tokens.issue({ purpose: WEBAUTHN_AUTHENTICATION, ttlSeconds: CHALLENGE_SECONDS });
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
   * The challenge is used up, whatever comes of it.
   * @throws PasskeyErrors.not_accepted, the same whatever was wrong
   */
  async complete(response: AuthenticationResponseJSON): Promise<LoginDto | MfaChallengeDto> {
    const data = readClientData(response.response.clientDataJSON);
    const claimed = data && (await this.tokens.claim(WEBAUTHN_AUTHENTICATION, data.challenge));
    if (!claimed) return this.refuse('challenge_not_valid');
    if (data.embedded) return this.refuse('embedded');
    const passkey = await this.passkeys.findByCredentialId(Buffer.from(response.id, 'base64url'));
    if (!passkey) return this.refuse('unknown_passkey');
    let use: Use;
    try {
      use = await verifyAssertion(response, data.challenge, passkey, this.party);
    } catch (cause) {
      return this.refuse('not_verified', passkey, cause);
    }
    const outcome = await this.transactions.run(() => this.enter(passkey, use));
    if (outcome.kind === 'refused') throw PasskeyErrors.not_accepted();
    return this.signIn.answer(outcome);
  }

  /** The refusal is on record with what the transaction leaves behind. */
  private async enter(passkey: Passkey, use: Use): Promise<SignInOutcome> {
    let used: Awaited<ReturnType<Passkeys['use']>> | undefined;
    const outcome = await this.signIn.begin({
      userId: passkey.userId,
      strategy: 'webauthn',
      complete: true,
      stillHolds: async () => (used = await this.passkeys.use(passkey.id, use)) === 'used',
    });
    if (used === 'count_not_risen') await this.suspectCopy(passkey, use);
    if (outcome.kind === 'refused') await this.recordFailure(used === undefined ? outcome.reason : used, passkey.userId);
    return outcome;
  }

  private async suspectCopy({ id, userId, deviceName, signCount }: Passkey, use: Use): Promise<void> {
    const metadata = { passkey_id: id, device_name: deviceName, sign_count: use.signCount, last_sign_count: Number(signCount) };
    await this.trail.record(PasskeyEvents.copySuspected, { actorId: null, targetUserId: userId, resourceId: userId, status: 'denied', metadata });
  }

  private async refuse(reason: string, passkey?: Passkey, cause?: unknown): Promise<never> {
    await this.recordFailure(reason, passkey?.userId);
    throw PasskeyErrors.not_accepted({ log: { reason }, cause });
  }

  private async recordFailure(reason: string, userId?: UserId): Promise<void> {
    await this.trail.record(SignInEvents.failed, { actorId: null, targetUserId: userId, status: 'failure', metadata: { auth_strategy: 'webauthn', reason } });
  }
}
