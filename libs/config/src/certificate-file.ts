import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { VariableFault } from './variable-docs.js';

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates in a PEM file.
 * @throws VariableFault when the file has none, or one cannot be read: TLS would skip it silently
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
