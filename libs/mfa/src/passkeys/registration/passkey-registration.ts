import { AccessErrors, AuditTrail, currentRequest, type UserPrincipal } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { deviceName, OneTimeTokens } from '@authengine/identity';
import { Transactions } from '@authengine/persistence';
import { StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { OwnerNotices } from '../../notices/owner-notices.js';
import { CHALLENGE_SECONDS, challengeBytes, WEBAUTHN_REGISTRATION } from '../ceremony/challenges.js';
import { readClientData } from '../ceremony/client-data.js';
import { ALGORITHMS, RelyingParty } from '../ceremony/relying-party.js';
import { userHandle } from '../ceremony/user-handle.js';
import { verifyAttestation, type Attested } from '../ceremony/verify-attestation.js';
import { webauthnServer } from '../ceremony/webauthn-library.js';
import type { Passkey } from '../passkey.entity.js';
import { PasskeyErrors } from '../passkey.errors.js';
import { PasskeyEvents } from '../passkey.events.js';
import { passkeyAddedMail } from '../passkey.mails.js';
import { Passkeys } from '../passkeys.js';

/** Keeps the user's list short, and the list of credentials that the browser must exclude. */
const MAX_PASSKEYS = 20;

/** Adds a passkey for a signed-in user (WebAuthn level 3, section 7.1). */
@Injectable()
export class PasskeyRegistration {
  constructor(
    private readonly users: Users,
    private readonly principals: StandingPrincipals,
    private readonly passkeys: Passkeys,
    private readonly tokens: OneTimeTokens,
    private readonly party: RelyingParty,
    private readonly notices: OwnerNotices,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** For `navigator.credentials.create()`. @throws PasskeyErrors.too_many */
  async begin({ userId, sessionId }: UserPrincipal): Promise<PublicKeyCredentialCreationOptionsJSON> {
    this.trail.describe({ targetUserId: userId, resourceId: userId });
    const user = await this.users.find(userId);
    if (!user) throw AccessErrors.unauthenticated();
    const registered = await this.passkeys.of(userId);
    if (registered.length >= MAX_PASSKEYS) throw PasskeyErrors.too_many();
    const token = await this.tokens.issue({ purpose: WEBAUTHN_REGISTRATION, ttlSeconds: CHALLENGE_SECONDS, userId, payload: { session: sessionId } });
    const { generateRegistrationOptions } = await webauthnServer();
    return generateRegistrationOptions({
      rpName: this.party.name,
      rpID: this.party.id,
      userID: userHandle(userId).bytes,
      userName: user.email ?? user.username ?? user.pendingEmail ?? 'account',
      userDisplayName: [user.firstName, user.lastName].filter(Boolean).join(' '),
      challenge: challengeBytes(token),
      timeout: CHALLENGE_SECONDS * 1000,
      attestationType: 'none',
      supportedAlgorithmIDs: [...ALGORITHMS],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: registered.map(({ credentialId, transports }) => ({ id: credentialId.toString('base64url'), transports })),
    });
  }

  /**
   * The challenge is used up, whatever the result.
   * @throws PasskeyErrors.registration_refused, .already_registered, .too_many
   */
  async complete(principal: UserPrincipal, response: RegistrationResponseJSON, name: string | undefined): Promise<Passkey> {
    this.trail.describe({ targetUserId: principal.userId, resourceId: principal.userId });
    const attested = await this.attested(principal, response);
    return this.transactions.run(async () => {
      const { user } = await this.principals.hold(principal);
      return this.add(user, attested, name ?? deviceName(currentRequest()?.userAgent));
    });
  }

  private async add(user: User, attested: Attested, name: string): Promise<Passkey> {
    if ((await this.passkeys.count(user.id)) >= MAX_PASSKEYS) throw PasskeyErrors.too_many();
    const passkey = await this.passkeys.add({ ...attested, userId: user.id, deviceName: name });
    if (!passkey) throw PasskeyErrors.already_registered();
    await this.notices.tell(user, 'passkey-added', passkeyAddedMail());
    await this.trail.record(PasskeyEvents.registered, {
      targetUserId: user.id,
      resourceId: user.id,
      metadata: { passkey_id: passkey.id, device_name: passkey.deviceName, backed_up: passkey.backedUp },
    });
    return passkey;
  }

  private async attested({ userId, sessionId }: UserPrincipal, response: RegistrationResponseJSON): Promise<Attested> {
    const data = readClientData(response.response.clientDataJSON);
    const claimed = data && (await this.tokens.claim(WEBAUTHN_REGISTRATION, data.challenge));
    if (!claimed || claimed.userId !== userId || claimed.payload['session'] !== sessionId) throw this.refusal('challenge_not_valid');
    if (data.embedded) throw this.refusal('embedded');
    try {
      return await verifyAttestation(response, data.challenge, this.party);
    } catch (cause) {
      throw this.refusal('not_verified', cause);
    }
  }

  private refusal(reason: string, cause?: unknown): Error {
    this.trail.describe({ metadata: { reason } });
    return PasskeyErrors.registration_refused({ log: { reason }, cause });
  }
}
