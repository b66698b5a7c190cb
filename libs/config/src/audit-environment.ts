import { z } from 'zod';
import { retentionRules } from './retention-rules.js';
import { docs, urlWith, wholeNumber } from './variable-docs.js';

const section = 'Audit';

/** Evidence that the audit log is whole: how often it is signed, and where that is kept outside of the database. */
export const auditVariables = {
  AUDIT_CHECKPOINT_SECONDS: wholeNumber(1, 86_400).prefault('60').register(docs, { section, about: 'How often a signed checkpoint is made of each log that has grown' }),
  AUDIT_RETENTION: retentionRules().prefault('').register(docs, { section, about: 'How many days entries are kept, by event and by tenant, such as `*=730,auth.*=90,role.*=forever,<tenant id>:*=365`; the most exact rule counts. For ever unless set' , example: '*=730,auth.*=90' }),
  AUDIT_STREAM_DAYS: wholeNumber(4, 3_650).prefault('90').register(docs, { section, about: 'How many days consumers of the stream and webhooks may be away, and then go on where they were' }),
  AUDIT_ANCHOR_FILE: z.string().min(1).optional().register(docs, { section, about: 'File that every checkpoint is appended to; it belongs on a disk that whoever administers the database cannot write', example: '/var/lib/authengine-anchors/checkpoints' }),
  AUDIT_ANCHOR_URL: urlWith(['http:', 'https:']).optional().register(docs, { section, about: 'Where new checkpoints are sent (POST, text/plain, one signed note after the other); https in production', example: 'https://anchors.example.com/authengine' }),
  AUDIT_ANCHOR_TOKEN: z.string().min(16, 'must have at least 16 characters').optional().register(docs, { section, secret: true, about: 'Sent to AUDIT_ANCHOR_URL as `Authorization: Bearer <it>`' }),
};

interface AuditAnchors {
  readonly AUDIT_ANCHOR_URL?: string | undefined;
  readonly AUDIT_ANCHOR_TOKEN?: string | undefined;
}

export function auditFaults({ AUDIT_ANCHOR_URL: url, AUDIT_ANCHOR_TOKEN: token }: AuditAnchors, production: boolean): string[] {
  const faults: string[] = [];
  if (token !== undefined && url === undefined) faults.push('AUDIT_ANCHOR_TOKEN needs AUDIT_ANCHOR_URL, which it is for');
  if (production && url?.startsWith('http:')) faults.push('AUDIT_ANCHOR_URL must be an https URL');
  if (url !== undefined && (new URL(url).username !== '' || new URL(url).password !== '')) faults.push('AUDIT_ANCHOR_URL must have no user or password; AUDIT_ANCHOR_TOKEN is for that');
  return faults;
}
