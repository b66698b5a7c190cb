import { webcrypto, type webcrypto as WebCrypto } from 'node:crypto';
import type { JsonGeneralName, SubjectAlternativeNameExtension } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

export interface CertificateOptions {
  /** DNS names and IP addresses that it is good for. */
  readonly names: readonly string[];
  /** Whether its time is over. */
  readonly expired?: boolean;
}

/** What a TLS server is started with: PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Signs certificates for servers of tests; `pem` is what their clients may trust. */
export class TestAuthority {
  private constructor(
    readonly pem: string,
    private readonly keys: WebCrypto.CryptoKeyPair,
  ) {}

  static async make(): Promise<TestAuthority> {
    const { BasicConstraintsExtension, X509CertificateGenerator } = await x509();
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({ name: 'CN=Test authority', keys, signingAlgorithm: ALGORITHM, ...validity(false), extensions: [new BasicConstraintsExtension(true, undefined, true)] });
    return new TestAuthority(certificate.toString('pem'), keys);
  }

  async issue({ names, expired = false }: CertificateOptions): Promise<ServerCertificate> {
    const { X509CertificateGenerator } = await x509();
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      subject: 'CN=Test server',
      issuer: 'CN=Test authority',
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      ...validity(expired),
      extensions: [await alternativeNames(names)],
    });
    return { cert: certificate.toString('pem'), key: await privateKeyPem(keys) };
  }
}

/** A certificate that nobody but itself vouches for. */
export async function selfSignedCertificate({ names, expired = false }: CertificateOptions): Promise<ServerCertificate> {
  const { X509CertificateGenerator } = await x509();
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({ name: 'CN=Test server', keys, signingAlgorithm: ALGORITHM, ...validity(expired), extensions: [await alternativeNames(names)] });
  return { cert: certificate.toString('pem'), key: await privateKeyPem(keys) };
}

/** Loaded when it is asked for, so that specs without certificates do not wait for its 200 files. */
async function x509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function newKeys(): Promise<WebCrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function validity(expired: boolean): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 2 * DAY_MS), notAfter: new Date(expired ? now - DAY_MS : now + DAY_MS) };
}

async function alternativeNames(names: readonly string[]): Promise<SubjectAlternativeNameExtension> {
  const { SubjectAlternativeNameExtension } = await x509();
  return new SubjectAlternativeNameExtension(names.map((value): JsonGeneralName => ({ type: /^[\d.]+$|:/.test(value) ? 'ip' : 'dns', value })));
}

async function privateKeyPem({ privateKey }: WebCrypto.CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}
