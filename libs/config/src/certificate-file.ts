import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { VariableFault } from './variable-docs.js';

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates in a file, in PEM.
 * @throws VariableFault when there are none, or one cannot be read: TLS would pass over it
 */
export function readCertificates(path: string): string {
  const certificates = contents(path).match(PEM_CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new VariableFault('must name a file with certificates in PEM; it holds none');
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate);
    } catch {
      throw new VariableFault('must name a file with certificates in PEM; one of them cannot be read');
    }
  }
  return certificates.join('\n');
}

function contents(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new VariableFault(`must name a file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unknown fault'})`);
  }
}
