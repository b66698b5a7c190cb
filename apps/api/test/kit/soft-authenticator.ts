import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

/** What an authenticator, or the browser before it, does differently from what it should. */
export interface Deviation {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly algorithm?: number;
  readonly attestation?: Cbor;
  readonly discoverable?: boolean;
  readonly count?: number;
  readonly userHandle?: string;
  readonly badSignature?: boolean;
}

export type CredentialJson = Readonly<Record<string, unknown>>;

/** An authenticator with one passkey on it, an ES256 key of Node's own, that can be told to misbehave. */
export class SoftAuthenticator {
  readonly credentialId = randomBytes(32);
  /** Zero and staying so is an authenticator that does not count. */
  count = 0;
  counts = true;
  private readonly key: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private handle = '';

  constructor(readonly origin = 'http://auth.test') {}

  create(options: CreationOptions, deviation: Deviation = {}): CredentialJson {
    this.handle = options.user.id;
    const clientData = this.clientData('webauthn.create', options.challenge, deviation);
    const jwk = this.key.publicKey.export({ format: 'jwk' });
    const key = new Map<number, Cbor>([[1, 2], [3, deviation.algorithm ?? -7], [-1, 1], [-2, Buffer.from(jwk.x ?? '', 'base64url')], [-3, Buffer.from(jwk.y ?? '', 'base64url')]]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, cbor(key)]);
    const authData = Buffer.concat([this.authenticatorData(deviation.rpId ?? options.rp.id, 0x40, deviation), attested]);
    const attestation = deviation.attestation ?? new Map<string, Cbor>([['fmt', 'none'], ['attStmt', new Map()]]);
    const attestationObject = cbor(new Map([...(attestation as Map<string, Cbor>), ['authData', authData]]));
    return this.credential(
      { clientDataJSON: clientData.toString('base64url'), attestationObject: attestationObject.toString('base64url'), transports: ['internal'] },
      deviation.discoverable === undefined ? {} : { credProps: { rk: deviation.discoverable } },
    );
  }

  get(options: RequestOptions, deviation: Deviation = {}): CredentialJson {
    if (this.counts) this.count += 1;
    const clientData = this.clientData('webauthn.get', options.challenge, deviation);
    const authData = this.authenticatorData(deviation.rpId ?? options.rpId, 0, deviation);
    const signed = createSign('SHA256').update(authData).update(createHash('sha256').update(clientData).digest());
    const signature = signed.sign(deviation.badSignature ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.key.privateKey);
    return this.credential({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: deviation.userHandle ?? this.handle,
    });
  }

  private credential(response: Record<string, unknown>, clientExtensionResults: Record<string, unknown> = {}): CredentialJson {
    const id = this.credentialId.toString('base64url');
    return { id, rawId: id, type: 'public-key', authenticatorAttachment: 'platform', response, clientExtensionResults };
  }

  private clientData(type: string, challenge: string, deviation: Deviation): Buffer {
    const { clientData } = deviation;
    return Buffer.from(JSON.stringify({ type: deviation.type ?? type, challenge: deviation.challenge ?? challenge, origin: deviation.origin ?? this.origin, crossOrigin: false, ...clientData }));
  }

  private authenticatorData(rpId: string, more: number, { userPresent = true, userVerified = true, backupEligible = false, backedUp = false, count = this.count }: Deviation): Buffer {
    const flags = more | (userPresent ? 0x01 : 0) | (userVerified ? 0x04 : 0) | (backupEligible ? 0x08 : 0) | (backedUp ? 0x10 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(count);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter]);
  }
}

type Cbor = number | string | Buffer | readonly Cbor[] | ReadonlyMap<number, Cbor> | ReadonlyMap<string, Cbor>;

/** As much of CBOR (RFC 8949) as authenticators write. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...(value as Map<Cbor, Cbor>)].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
  const items = value as readonly Cbor[];
  return Buffer.concat([head(4, items.length), ...items.map(cbor)]);
}

function head(major: number, size: number): Buffer {
  const type = major << 5;
  if (size < 24) return Buffer.from([type | size]);
  if (size < 256) return Buffer.from([type | 24, size]);
  return Buffer.from([type | 25, size >> 8, size & 255]);
}
