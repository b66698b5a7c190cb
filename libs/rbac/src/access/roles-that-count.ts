/**
 * Which roles count, in SQL. The decision, its explanation, the matrix and every list of roles use these two rules. An
 * assignment `a` in a tenant `t` counts when its role `r` is of the tenant's own kind (a platform role in the
 * platform's tenant, a tenant role elsewhere) and is shared or that tenant's own. So a tenant's role gives nothing
 * outside its tenant, whatever its row says.
 */
export const ROLE_COUNTS = `r.id = a.role_id
  AND r.scope = CASE t.type WHEN 'PLATFORM' THEN 'PLATFORM' ELSE 'TENANT' END
  AND (r.tenant_id IS NULL OR r.tenant_id = t.id)`;

/**
 * A permission `p` that the role holds by `rp` counts when it is declared; outside the platform's tenant it must also
 * be a permission of tenants.
 */
export const PERMISSION_COUNTS = `p.name = rp.permission_name AND (t.type = 'PLATFORM' OR p.scope = 'TENANT')`;
