// An authenticator with one passkey on it (WebAuthn level 3): an ES256 key, made and used without a browser.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const ORIGIN = 'http://auth.test';
/** Section 6.1: the user was present and verified; attested data follow. */
const PRESENT_AND_VERIFIED = 0x05;
const ATTESTED = 0x40;

const hash = (bytes) => createHash('sha256').update(bytes).digest();
const text = (bytes) => Buffer.from(bytes).toString('base64url');

export class Authenticator {
  #id = randomBytes(32);
  #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #handle;

  /** What `navigator.credentials.create()` resolves with, as JSON. */
  create({ challenge, rp, user }) {
    this.#handle = user.id;
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' });
    // RFC 9053 section 7.1: an elliptic curve key for ES256 on P-256.
    const key = new Map([[1, 2], [3, -7], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.#id.length]), this.#id, isoCBOR.encode(key)]);
    const authData = new Uint8Array(Buffer.concat([this.#data(rp.id, PRESENT_AND_VERIFIED | ATTESTED), attested]));
    const attestationObject = isoCBOR.encode(new Map([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]));
    return this.#credential({ clientDataJSON: text(clientData('webauthn.create', challenge)), attestationObject: text(attestationObject), transports: ['internal'] });
  }

  /** What `navigator.credentials.get()` resolves with, as JSON. It does not count, so that it may sign in at many nodes at once. */
  get({ challenge, rpId }) {
    const data = clientData('webauthn.get', challenge);
    const authenticatorData = this.#data(rpId, PRESENT_AND_VERIFIED);
    const signature = sign('sha256', Buffer.concat([authenticatorData, hash(data)]), this.#key.privateKey);
    return this.#credential({ clientDataJSON: text(data), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: this.#handle });
  }

  #data(rpId, flags) {
    return Buffer.concat([hash(rpId), Buffer.from([flags, 0, 0, 0, 0])]);
  }

  #credential(response) {
    const id = text(this.#id);
    return { id, rawId: id, type: 'public-key', authenticatorAttachment: 'platform', response, clientExtensionResults: {} };
  }
}

const clientData = (type, challenge) => Buffer.from(JSON.stringify({ type, challenge, origin: ORIGIN, crossOrigin: false }));

const bytes = (base64url) => new Uint8Array(Buffer.from(base64url, 'base64url'));
