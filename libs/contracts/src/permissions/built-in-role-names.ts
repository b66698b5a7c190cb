export type PlatformRoleName = 'PLATFORM_ADMIN';

/** The built-in roles that a permission can name as its holders. SUPER_ADMIN holds every permission and is not named. */
export type BuiltInRoleName = PlatformRoleName | 'TENANT_OWNER' | 'TENANT_ADMIN' | 'TENANT_MANAGER' | 'TENANT_USER';
