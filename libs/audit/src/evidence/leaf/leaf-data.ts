import canonicalize from 'canonicalize';
import type { AuditEntryJson } from '../../entry/audit-entry.js';
import { metadataField, type ByField } from './personal-fields.js';

/**
 * What an entry is in every log: its lasting fields as they are, and digests for the personal ones (RFC 8785). An
 * erasure changes nothing of it.
 */
export function canonicalEntry(entry: AuditEntryJson, digests: ByField): string {
  const { ip_address: _ip, user_agent: _agent, metadata, ...lasting } = entry;
  const kept = Object.fromEntries(Object.entries(metadata).filter(([name]) => !Object.hasOwn(digests, metadataField(name))));
  return canonicalize({ ...lasting, metadata: kept, personal: digests }) ?? '';
}

/** The leaf: the entry, its place and its log, so that it fits no other place and no other log. It is canonical too. */
export function leafData(canonical: string, index: number, origin: string): string {
  return `{"entry":${canonical},"index":${index},"log":${JSON.stringify(origin)}}`;
}
