import type { LiveTenant } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { permissionsIn } from '../access/access-decision.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import type { AccessChange } from './forecast.js';

/** The state of users and tenants at one moment. */
export interface AccessState {
  readonly users: ReadonlyMap<UserId, AccessSnapshot>;
  readonly tenants: ReadonlyMap<TenantId, LiveTenant>;
}

/** The tenants, besides the platform, in which the users are members. */
export function tenantsOf(users: AccessState['users']): TenantId[] {
  return [...new Set([...users.values()].flatMap(({ tenants }) => [...tenants.keys()]))];
}

/**
 * The permissions that each user has in one state and not in the other, place by place, by the decision that guards
 * routes. A user who is not active has none. When a demanded second factor comes to be missing, or is no longer
 * missing, the change is the one in a session without a second factor.
 */
export function accessChanges(before: AccessState, after: AccessState, platformId: TenantId): AccessChange[] {
  const ids = [...new Set([...before.users.keys(), ...after.users.keys()])].sort();
  return ids.flatMap((userId) => {
    const [was, is] = comparable(before.users.get(userId), after.users.get(userId));
    const tenants = [...new Set([...(was?.tenants.keys() ?? []), ...(is?.tenants.keys() ?? [])])].filter((id) => id !== platformId).sort();
    return [null, ...tenants].flatMap((tenantId) => {
      const [had, has] = [effective(was, tenantId, before), effective(is, tenantId, after)];
      const gains = has.filter((name) => !had.includes(name));
      const loses = had.filter((name) => !has.includes(name));
      return gains.length + loses.length === 0 ? [] : [{ userId, tenantId, gains, loses }];
    });
  });
}

function comparable(was: AccessSnapshot | undefined, is: AccessSnapshot | undefined): readonly (AccessSnapshot | undefined)[] {
  if (!was || !is) return [was, is];
  const isAskedOf = (access: AccessSnapshot, id: TenantId): boolean => access.withoutSecondFactor?.tenants.get(id)?.mfaMissing === true;
  const turns = [...is.tenants.keys()].some((id) => was.tenants.has(id) && isAskedOf(was, id) !== isAskedOf(is, id));
  return turns ? [was.withoutSecondFactor ?? was, is.withoutSecondFactor ?? is] : [was, is];
}

function effective(access: AccessSnapshot | undefined, tenantId: TenantId | null, { tenants }: AccessState): readonly string[] {
  if (access?.userStatus !== 'ACTIVE') return [];
  return permissionsIn(access, tenantId === null ? null : { tenantId, live: tenants.get(tenantId) });
}
