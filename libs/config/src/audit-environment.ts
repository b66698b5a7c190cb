import { z } from 'zod';
import { retentionRules } from './retention-rules.js';
import { docs, urlWith, wholeNumber } from './variable-docs.js';
import { witnesses, type WitnessSetting } from './witness-list.js';

const section = 'Audit';
/** A key that somebody made up. */
const WITNESS = 'witness.example.com+29e33b85+BGT2RjGq64txrNesNAGi3OazVuKfjg0xdkLVjQHk8zjh https://witness.example.com';

/** Evidence that the audit log is whole: how often it is signed, and where that is kept outside of the database. */
export const auditVariables = {
  AUDIT_CHECKPOINT_SECONDS: wholeNumber(1, 86_400).prefault('60').register(docs, { section, about: 'How often a signed checkpoint is made of each log that has grown' }),
  AUDIT_RETENTION: retentionRules().prefault('').register(docs, { section, about: 'How many days entries are kept, by event and by tenant, such as `*=730,auth.*=90,role.*=forever,<tenant id>:*=365`; the most exact rule counts. For ever unless set' , example: '*=730,auth.*=90' }),
  AUDIT_STREAM_DAYS: wholeNumber(4, 3_650).prefault('90').register(docs, { section, about: 'How many days consumers of the stream and webhooks may be away, and then go on where they were' }),
  AUDIT_ANCHOR_FILE: z.string().min(1).optional().register(docs, { section, about: 'File that every checkpoint is appended to; it belongs on a disk that whoever administers the database cannot write', example: '/var/lib/authengine-anchors/checkpoints' }),
  AUDIT_ANCHOR_URL: urlWith(['http:', 'https:']).optional().register(docs, { section, about: 'Where new checkpoints are sent (POST, text/plain, one signed note after the other); https in production', example: 'https://anchors.example.com/authengine' }),
  AUDIT_ANCHOR_TOKEN: z.string().min(16, 'must have at least 16 characters').optional().register(docs, { section, secret: true, about: 'Sent to AUDIT_ANCHOR_URL as `Authorization: Bearer <it>`' }),
  AUDIT_ANCHOR_S3_URL: urlWith(['http:', 'https:']).optional().register(docs, { section, about: 'Where objects with new checkpoints are put, in a store that speaks S3: its endpoint, the bucket, and what the names of the objects begin with. No object is ever replaced; https in production', example: 'https://s3.eu-central-1.amazonaws.com/audit-anchors/authengine' }),
  AUDIT_ANCHOR_S3_REGION: z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be a region like eu-central-1').prefault('us-east-1').register(docs, { section, about: 'The region that requests to AUDIT_ANCHOR_S3_URL are signed for' }),
  AUDIT_ANCHOR_S3_ACCESS_KEY_ID: z.string().regex(/^[^\s/,=]{1,128}$/, 'must be an access key').optional().register(docs, { section, about: 'The access key that may put and get objects there; it needs no other right' }),
  AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY: z.string().min(8, 'must have at least 8 characters').optional().register(docs, { section, secret: true, about: 'The secret of AUDIT_ANCHOR_S3_ACCESS_KEY_ID' }),
  AUDIT_ANCHOR_S3_LOCK_DAYS: wholeNumber(1, 36_500).optional().register(docs, { section, about: 'For how many days nobody may delete such an object (object lock, compliance mode); the bucket needs object lock. Unset: as the bucket itself says', example: '3650' }),
  AUDIT_WITNESSES: witnesses().prefault('').register(docs, { section, about: "Who cosigns the checkpoints of the platform's log (C2SP tlog-witness): the verifier key of each witness, a space, and its URL, separated by commas; https in production", example: WITNESS }),
};

interface AuditAnchors {
  readonly AUDIT_ANCHOR_URL?: string | undefined;
  readonly AUDIT_ANCHOR_TOKEN?: string | undefined;
  readonly AUDIT_ANCHOR_S3_URL?: string | undefined;
  readonly AUDIT_ANCHOR_S3_ACCESS_KEY_ID?: string | undefined;
  readonly AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY?: string | undefined;
  readonly AUDIT_ANCHOR_S3_LOCK_DAYS?: number | undefined;
  readonly AUDIT_WITNESSES?: readonly WitnessSetting[];
}

/** Faults of the variables together. */
export function auditFaults(environment: AuditAnchors, production: boolean): string[] {
  const { AUDIT_ANCHOR_URL: url, AUDIT_ANCHOR_TOKEN: token, AUDIT_WITNESSES: witnessed = [] } = environment;
  const faults = [...bucketFaults(environment, production)];
  if (token !== undefined && url === undefined) faults.push('AUDIT_ANCHOR_TOKEN needs AUDIT_ANCHOR_URL, which it is for');
  if (production && url?.startsWith('http:')) faults.push('AUDIT_ANCHOR_URL must be an https URL');
  if (url !== undefined && hasUser(url)) faults.push('AUDIT_ANCHOR_URL must have no user or password; AUDIT_ANCHOR_TOKEN is for that');
  if (production && witnessed.some((witness) => witness.url.startsWith('http:'))) faults.push('AUDIT_WITNESSES must have https URLs');
  return faults;
}

const OF_THE_BUCKET = ['AUDIT_ANCHOR_S3_ACCESS_KEY_ID', 'AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY', 'AUDIT_ANCHOR_S3_LOCK_DAYS'] as const;

function bucketFaults(environment: AuditAnchors, production: boolean): string[] {
  const url = environment.AUDIT_ANCHOR_S3_URL;
  if (url === undefined) return OF_THE_BUCKET.filter((name) => environment[name] !== undefined).map((name) => `${name} needs AUDIT_ANCHOR_S3_URL, which it is for`);
  const faults = OF_THE_BUCKET.slice(0, 2).filter((name) => environment[name] === undefined).map((name) => `AUDIT_ANCHOR_S3_URL needs ${name}`);
  if (production && url.startsWith('http:')) faults.push('AUDIT_ANCHOR_S3_URL must be an https URL');
  if (hasUser(url) || /[?#]/.test(url)) faults.push('AUDIT_ANCHOR_S3_URL must have no user, query or fragment');
  return faults;
}

function hasUser(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}
