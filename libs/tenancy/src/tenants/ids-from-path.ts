import { RequestErrors } from '@authengine/contracts';
import { isUuid, type TenantId, type UserId } from '@authengine/kernel';

/** @throws RequestErrors.not_found for text that cannot be an id, as for an id that nobody has */
export function tenantIdFrom(value: string): TenantId {
  return idFrom(value) as TenantId;
}

export function userIdFrom(value: string): UserId {
  return idFrom(value) as UserId;
}

export function idFrom(value: string): string {
  if (!isUuid(value)) throw RequestErrors.not_found({ log: { reason: 'id_malformed' } });
  return value;
}
