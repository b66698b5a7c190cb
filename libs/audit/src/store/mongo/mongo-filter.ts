import type { PagePosition } from '@authengine/contracts';
import type { QueryFilter } from 'mongoose';
import { ADDRESS_FIELDS } from '../../erasure/without-person.js';
import type { AuditFilter } from '../audit-store.js';
import type { AuditLogDocument } from './audit-log.schema.js';

/**
 * The filter as a MongoDB query. Every value stands under an operator of ours, so that no value is read as an operator.
 */
export function mongoFilter(filter: AuditFilter, after: PagePosition | undefined): QueryFilter<AuditLogDocument> {
  const conditions: QueryFilter<AuditLogDocument>[] = [];
  const equal = {
    actor_id: filter.actorId,
    target_user_id: filter.targetUserId,
    tenant_id: filter.tenantId,
    resource: filter.resource,
    ip_address: filter.ipAddress,
    request_id: filter.requestId,
  };
  for (const [field, value] of Object.entries(equal)) {
    if (value !== undefined) conditions.push({ [field]: { $eq: value } });
  }
  if (filter.ids) conditions.push({ _id: { $in: [...filter.ids] } });
  if (filter.actions) conditions.push({ action: { $in: [...filter.actions] } });
  if (filter.statuses) conditions.push({ status: { $in: [...filter.statuses] } });
  const { naming } = filter;
  if (naming) conditions.push({ $or: ADDRESS_FIELDS.map((field) => ({ [`metadata.${field}`]: { $in: [...naming] } })) });
  if (filter.from) conditions.push({ created_at: { $gte: filter.from } });
  if (filter.to) conditions.push({ created_at: { $lte: filter.to } });
  if (after) {
    // The second condition implies the first, but an index can begin only at the first.
    conditions.push({ created_at: { $lte: after.createdAt } });
    conditions.push({ $or: [{ created_at: { $lt: after.createdAt } }, { created_at: { $eq: after.createdAt }, _id: { $lt: after.id } }] });
  }
  return conditions.length > 0 ? { $and: conditions } : {};
}
