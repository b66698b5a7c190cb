/**
 * Which roles count, in SQL: the decision, explain, the matrix and every list of roles read by these two rules. A role
 * assignment `a` in a tenant `t` counts by its role `r` where that role is of the tenant's own kind (a platform role in the
 * platform's tenant, a tenant role elsewhere) and is shared, or that tenant's own: whatever a row says, a tenant's role gives
 * nothing beyond its tenant.
 */
export const ROLE_COUNTS = `r.id = a.role_id
  AND r.scope = CASE t.type WHEN 'PLATFORM' THEN 'PLATFORM' ELSE 'TENANT' END
  AND (r.tenant_id IS NULL OR r.tenant_id = t.id)`;

/** A permission `p` that the role holds by `rp` counts where it is declared, and outside the platform's tenant only where it is a tenant's. */
export const PERMISSION_COUNTS = `p.name = rp.permission_name AND (t.type = 'PLATFORM' OR p.scope = 'TENANT')`;
