import type { TenantId, UserId } from '@authengine/kernel';
import type { PermissionDefinition } from '../permissions/define-permissions.js';

export interface RightToAct {
  readonly actorId: UserId;
  readonly permission: PermissionDefinition;
  /** The tenant of the act; null: the platform. */
  readonly tenantId: TenantId | null;
}

/**
 * The port through which libs below rbac ask inside the transaction of a change whether its actor may still do what the guard let
 * pass: a role can be taken while a request runs. rbac provides it.
 */
export abstract class ActingRightsPort {
  /**
   * Call this first in the transaction. Until it ends, the actor's rights and the tenant stay as they are.
   * @throws AccessErrors.forbidden, and RequestErrors.not_found for a tenant that is absent or none of the actor's
   */
  abstract hold(right: RightToAct): Promise<void>;
}
