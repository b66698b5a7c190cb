import { brandSaid } from '@authengine/contracts';
import type { TenantChanges } from '@authengine/directory';
import type { DescribeTenantDto } from './dto/update-tenant.dto.js';

/** What a body says of a tenant, in the words of the row; what it leaves out is not there. */
export function changesIn({ name, description, require_mfa, branding }: DescribeTenantDto): TenantChanges {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(require_mfa === undefined ? {} : { requireMfa: require_mfa }),
    ...(branding === undefined ? {} : { branding: brandSaid(branding) }),
  };
}
