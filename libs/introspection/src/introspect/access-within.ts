import type { AccessSnapshot, TenantAccess } from '@authengine/rbac';
import type { TenantId } from '@authengine/kernel';

/** By snapshot, tenant and scope: what was worked out once is the same for every token with these. */
const known = new WeakMap<AccessSnapshot, Map<string, AccessSnapshot>>();
const MAX_BOUNDS = 32;

/**
 * A user's access as far as the scopes of a token go: of permissions those that are scopes, of the person what `profile`
 * and `email` open. Of a token for one tenant, only that
 * tenant is in it: the one the application belongs to, or the organization that the user signed in for. So an application can do no more
 * than it was given, and is told no more.
 */
export function accessWithin(access: AccessSnapshot, scope: string, tenantId: TenantId | null): AccessSnapshot {
  const bounds = `${tenantId ?? ''} ${scope}`;
  let byBounds = known.get(access);
  if (!byBounds) known.set(access, (byBounds = new Map<string, AccessSnapshot>()));
  let within = byBounds.get(bounds);
  if (!within) {
    if (byBounds.size >= MAX_BOUNDS) byBounds.clear();
    byBounds.set(bounds, (within = narrowed(access, new Set(scope.split(' ')), tenantId)));
  }
  return within;
}

function narrowed({ withoutSecondFactor: _, ...access }: AccessSnapshot, scopes: ReadonlySet<string>, tenantId: TenantId | null): AccessSnapshot {
  const [profile, email] = [scopes.has('profile'), scopes.has('email')];
  const { identity } = access;
  return {
    ...access,
    identity: {
      email: email ? identity.email : null,
      isEmailVerified: email && identity.isEmailVerified,
      firstName: profile ? identity.firstName : null,
      lastName: profile ? identity.lastName : null,
      avatarUrl: profile ? identity.avatarUrl : null,
      username: profile ? identity.username : null,
    },
    platformPermissions: access.platformPermissions.filter((name) => scopes.has(name)),
    tenants: new Map<TenantId, TenantAccess>([...access.tenants].filter(([id]) => tenantId === null || id === tenantId).map(([id, tenant]) => [id, { ...tenant, permissions: tenant.permissions.filter((name) => scopes.has(name)) }])),
  };
}
