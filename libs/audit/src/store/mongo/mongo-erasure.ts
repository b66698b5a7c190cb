import { spellingsOf } from '@authengine/kernel';
import type { mongo } from 'mongoose';
import { ADDRESS_FIELDS, type PersonErasure } from '../../erasure/without-person.js';
import type { AuditLogDocument } from './audit-log.schema.js';

type Operation = mongo.AnyBulkWriteOperation<AuditLogDocument>;

const NO_ORIGIN = { $set: { ip_address: null, user_agent: null } };

/** `withoutPerson` as MongoDB updates. The order matters: the address finds an entry only until it is removed. */
export function mongoErasure({ pseudonym, address, erasedAt }: PersonErasure, personal: readonly string[]): Operation[] {
  const operations: Operation[] = [
    { updateMany: { filter: { actor_id: { $eq: pseudonym } }, update: NO_ORIGIN } },
    { updateMany: { filter: { target_user_id: { $eq: pseudonym }, actor_id: { $eq: null } }, update: NO_ORIGIN } },
  ];
  if (address !== null) operations.push(...byAddress(address, erasedAt));
  if (personal.length > 0) operations.push({ updateMany: { filter: { target_user_id: { $eq: pseudonym } }, update: without(personal) } });
  return operations;
}

function byAddress(address: string, erasedAt: Date): Operation[] {
  return ADDRESS_FIELDS.flatMap((field) => {
    const naming = { [`metadata.${field}`]: { $in: [...spellingsOf(address)] }, created_at: { $lte: erasedAt } };
    return [
      { updateMany: { filter: { ...naming, actor_id: { $eq: null }, target_user_id: { $eq: null } }, update: NO_ORIGIN } },
      { updateMany: { filter: naming, update: without([field]) } },
    ];
  });
}

function without(fields: readonly string[]): { $unset: Record<string, ''> } {
  return { $unset: Object.fromEntries(fields.map((field) => [`metadata.${field}`, ''])) };
}
