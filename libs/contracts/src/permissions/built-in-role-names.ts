/** The built-in roles that a permission can name as its holders. SUPER_ADMIN holds every permission and is not named. */
export type TenantRoleName = 'TENANT_OWNER' | 'TENANT_ADMIN' | 'TENANT_MANAGER' | 'TENANT_USER';
export type PlatformRoleName = 'PLATFORM_ADMIN';
export type BuiltInRoleName = PlatformRoleName | TenantRoleName;
