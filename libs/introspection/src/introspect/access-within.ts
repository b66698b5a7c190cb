import type { AccessSnapshot, TenantAccess } from '@authengine/rbac';
import type { TenantId } from '@authengine/kernel';

/** By snapshot and scope: what was worked out once is the same for every token with that scope. */
const known = new WeakMap<AccessSnapshot, Map<string, AccessSnapshot>>();
const MAX_SCOPES = 32;

/**
 * A user's access as far as the scopes of a token go: of permissions those that are scopes, of the person what `profile`
 * and `email` open. So an application can do no more than it was given, and is told no more.
 */
export function accessWithin(access: AccessSnapshot, scope: string): AccessSnapshot {
  let byScope = known.get(access);
  if (!byScope) known.set(access, (byScope = new Map<string, AccessSnapshot>()));
  let within = byScope.get(scope);
  if (!within) {
    if (byScope.size >= MAX_SCOPES) byScope.clear();
    byScope.set(scope, (within = narrowed(access, new Set(scope.split(' ')))));
  }
  return within;
}

function narrowed({ withoutSecondFactor: _, ...access }: AccessSnapshot, scopes: ReadonlySet<string>): AccessSnapshot {
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
    tenants: new Map<TenantId, TenantAccess>([...access.tenants].map(([id, tenant]) => [id, { ...tenant, permissions: tenant.permissions.filter((name) => scopes.has(name)) }])),
  };
}
