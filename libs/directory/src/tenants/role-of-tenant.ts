/** The database's rule for rows that name a role: the role is shared by all tenants, or belongs to the row's tenant. */
export const ROLE_OF_TENANT = `role_tenant_key = tenant_id OR role_tenant_key = '00000000-0000-0000-0000-000000000000'::uuid`;
