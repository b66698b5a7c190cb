import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { OneTimeTokens } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { WEBAUTHN_AUTHENTICATION } from '../ceremony/challenges.js';
import { readClientData } from '../ceremony/client-data.js';
import { mayFinish } from '../ceremony/named-user.js';
import { RelyingParty } from '../ceremony/relying-party.js';
import { verifyAssertion } from '../ceremony/verify-assertion.js';
import type { Passkey } from '../passkey.entity.js';
import { PasskeyEvents } from '../passkey.events.js';
import { Passkeys, type Use } from '../passkeys.js';

/** A signature that passes every check but its count; `Passkeys.use` compares and sets the count at once. */
export interface PasskeyProof {
  readonly passkey: Passkey;
  readonly use: Use;
}

export interface NoPasskeyProof {
  readonly reason: string;
  readonly passkey?: Passkey;
  readonly cause?: unknown;
}

/** The one place that checks a passkey's signature, whatever it is for. */
@Injectable()
export class PasskeyProofs {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly users: Users,
    private readonly tokens: OneTimeTokens,
    private readonly party: RelyingParty,
    private readonly trail: AuditTrail,
  ) {}

  /** The challenge is used up, whatever the result. */
  async read(response: AuthenticationResponseJSON): Promise<PasskeyProof | NoPasskeyProof> {
    const data = readClientData(response.response.clientDataJSON);
    const claimed = data && (await this.tokens.claim(WEBAUTHN_AUTHENTICATION, data.challenge));
    if (!claimed) return { reason: 'challenge_not_valid' };
    if (data.embedded) return { reason: 'embedded' };
    const passkey = await this.passkeys.findByCredentialId(Buffer.from(response.id, 'base64url'));
    if (!passkey) return { reason: 'unknown_passkey' };
    const owner = await this.users.find(passkey.userId);
    if (!mayFinish(claimed.payload, data.challenge, owner?.email ?? null)) return { reason: 'not_the_named_user', passkey };
    try {
      return { passkey, use: await verifyAssertion(response, data.challenge, passkey, this.party) };
    } catch (cause) {
      return { reason: 'not_verified', passkey, cause };
    }
  }

  /** Call this in the transaction that found the count not risen. */
  async suspectCopy({ passkey: { id, userId, deviceName, signCount }, use }: PasskeyProof): Promise<void> {
    const metadata = { passkey_id: id, device_name: deviceName, sign_count: use.signCount, last_sign_count: Number(signCount) };
    await this.trail.record(PasskeyEvents.copySuspected, { actorId: null, targetUserId: userId, resourceId: userId, status: 'denied', metadata });
  }
}
