import { ApiProperty } from '@nestjs/swagger';
import { AuditEntryDto } from '../../../log/dto/audit-entry.dto.js';

const ORIGIN = 'auth.example.com/audit/platform';
const NOTE = `${ORIGIN}\n307\nqVnYy3p0Q9sH2c0Q4rXq7w0m1w8YkqO0c7d1nB3T5gM=\n\n\u2014 ${ORIGIN} …\n`;
const hash = { type: 'string', format: 'byte', example: 'qVnYy3p0Q9sH2c0Q4rXq7w0m1w8YkqO0c7d1nB3T5gM=' } as const;
const hashes = { type: 'array', items: hash } as const;
const byField = { type: 'object', additionalProperties: { type: 'string' } } as const;
const origin = { type: 'string', example: ORIGIN, description: "The log's name, with which its checkpoints and leaves begin" } as const;

/** A signed state of a log. */
export class CheckpointDto {
  @ApiProperty(origin) origin!: string;
  @ApiProperty({ type: 'integer', example: 307, description: 'The number of entries' }) size!: number;
  @ApiProperty({ ...hash, description: 'The root of the Merkle tree (RFC 9162)' }) root_hash!: string;
  @ApiProperty({ type: 'string', example: NOTE, description: 'The checkpoint as a signed note (C2SP tlog-checkpoint), with the cosignatures of witnesses; this is what to keep' }) note!: string;
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T12:00:00.000Z' }) created_at!: string;
}

/** One entry, and the proof that a log has it. */
export class InclusionProofDto {
  @ApiProperty(origin) origin!: string;
  @ApiProperty({ type: 'integer', example: 41, description: "The entry's place" }) index!: number;
  @ApiProperty({ type: 'integer', example: 307, description: 'The size of the log that the proof is about' }) size!: number;
  @ApiProperty({ ...hash, description: 'SHA-256 of a zero byte and `leaf`' }) leaf_hash!: string;
  @ApiProperty({ type: 'string', example: '{"entry":{"action":"audit.log.read","personal":{}},"index":41,"log":"auth.example.com/audit/platform"}', description: "The leaf: the entry's lasting fields, digests of the personal ones, its place and its log, as canonical JSON (RFC 8785)" }) leaf!: string;
  @ApiProperty({ ...hashes, description: 'The audit path (RFC 9162 section 2.1.3), from the leaf up' }) proof!: string[];
  @ApiProperty({ type: 'string', nullable: true, example: NOTE, description: 'The signed checkpoint of this size, where there is one' }) checkpoint!: string | null;
  @ApiProperty({ type: () => AuditEntryDto, description: 'The entry as it is kept, without what an erasure removed' }) entry!: AuditEntryDto;
  @ApiProperty({ ...byField, description: 'The salts, in base64, of the personal fields that the entry still has: the digest of a field is SHA-256 of its salt and of the canonical JSON of [name, value]', example: { ip_address: '3q2+7wAAAAAAAAAAAAAAAA==' } }) salts!: Record<string, string>;
}

/** The proof that a log only grew. */
export class ConsistencyProofDto {
  @ApiProperty(origin) origin!: string;
  @ApiProperty({ type: 'integer', example: 41 }) from!: number;
  @ApiProperty({ type: 'integer', example: 307 }) to!: number;
  @ApiProperty({ ...hash, description: 'The root of the first `from` entries' }) from_root_hash!: string;
  @ApiProperty({ ...hash, description: 'The root of the first `to` entries' }) to_root_hash!: string;
  @ApiProperty({ ...hashes, description: 'RFC 9162 section 2.1.4' }) proof!: string[];
}

export class EvidenceKeyDto {
  @ApiProperty({ type: 'string', format: 'byte', example: 'MCowBQYDK2VwAyEA0p1T8wJ6l0n3y5bQ2q4c7d1nB3T=', description: 'Ed25519, the 32 bytes of it' }) public_key!: string;
  @ApiProperty({ type: 'string', example: `${ORIGIN}+1a2b3c4d+AbC…`, description: "The key under the name of the platform's log, as verifiers of notes take it (C2SP signed-note). A tenant's log has the same key under its own name" }) verifier_key!: string;
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T12:00:00.000Z' }) created_at!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null, description: 'When it signed for the last time; null for the current one' }) retired_at!: string | null;
}

export class EvidenceKeysDto {
  @ApiProperty({ type: [EvidenceKeyDto], description: 'The current one first' }) keys!: EvidenceKeyDto[];
}
